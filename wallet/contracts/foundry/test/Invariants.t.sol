// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Channels} from "src/Channels.sol";
import {Epochs} from "src/Epochs.sol";
import {Pools} from "src/Pools.sol";
import {Rewards} from "src/Rewards.sol";
import {Harness, Token, Trees, Vm} from "./Harness.sol";

/// @dev Does anything that anybody may do, in any order, and keeps books of its own. Pool 0 is in coin, pool 1 in a token.
contract Crowd {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 private constant PEOPLE = 4;
    uint256 private constant KEY = 0xa11ce;
    uint32 private constant DELAY = 1 days;

    Rewards private immutable rewards;
    Token private immutable token;
    address private immutable operator;
    address private immutable guardian;
    address private immutable platform;
    address private immutable builder;

    uint256[] public pots;
    uint256[] public channels;
    mapping(uint256 pot => mapping(uint256 person => uint256)) public earned;
    mapping(uint256 pot => mapping(uint256 person => uint256)) public settled;
    mapping(uint256 pot => uint256) public allotted;
    mapping(uint256 channel => uint256) public deposits;

    constructor(Rewards rewards_, Token token_, uint256[2] memory pools, address[4] memory roles) {
        rewards = rewards_;
        token = token_;
        for (uint256 i = 0; i < 2; ++i) {
            pots.push(pools[i]);
            pots.push(pools[i] | rewards_.STAKERS());
        }
        (operator, guardian, platform, builder) = (roles[0], roles[1], roles[2], roles[3]);
    }

    function fee(uint256 which, uint96 amount) external {
        uint256 value = 1 + amount % 1e24;
        rewards.pay{value: provide(poolAt(which), value)}(poolAt(which), value);
    }

    function deposit(uint256 which, uint96 amount) external {
        if (channels.length >= 6) return;
        uint256 value = 1 + amount % 1e24;
        uint256 sent = provide(poolAt(which), value);
        uint256 channel = rewards.openChannel{value: sent}(poolAt(which), vm.addr(KEY), value);
        channels.push(channel);
        deposits[channel] = value;
    }

    function more(uint256 which, uint96 amount) external {
        if (channels.length == 0) return;
        uint256 channel = channels[which % channels.length];
        Channels.Channel memory state = rewards.channelOf(channel);
        if (state.closesAt != 0) return;
        uint256 value = 1 + amount % 1e24;
        rewards.topUp{value: provide(state.pool, value)}(channel, value);
        deposits[channel] += value;
    }

    function spend(uint256 which, uint96 amount) external {
        if (channels.length == 0) return;
        uint256 channel = channels[which % channels.length];
        Channels.Channel memory state = rewards.channelOf(channel);
        if (state.deposit == state.spent) return;
        uint256 next = state.spent + 1 + amount % (state.deposit - state.spent);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, rewards.voucherHash(channel, next));
        rewards.redeem(channel, next, abi.encodePacked(r, s, v));
    }

    function close(uint256 which) external {
        if (channels.length == 0) return;
        uint256 channel = channels[which % channels.length];
        Channels.Channel memory state = rewards.channelOf(channel);
        if (state.closesAt == 0) {
            rewards.close(channel);
        } else if (block.timestamp >= state.closesAt && state.deposit > state.spent) {
            rewards.refund(channel, address(0xfeed));
        }
    }

    function settle(uint256 which, uint256[4] memory weights) external {
        uint256 pot = pots[which % pots.length];
        Epochs.PotState memory state = rewards.potOf(pot);
        if (block.timestamp < state.readyAt) return;
        uint256 left = state.funded - allotted[pot];
        uint256 total = allotted[pot];
        for (uint256 i = 0; i < PEOPLE; ++i) {
            uint256 part = left == 0 ? 0 : weights[i] % (left / 2 + 1);
            left -= part;
            total += part;
            settled[pot][i] = earned[pot][i];
            earned[pot][i] += part;
        }
        allotted[pot] = total;
        bytes32 root = tree(pot)[0];
        vm.prank(operator);
        rewards.post(pot, root, total);
    }

    function object(uint256 which) external {
        uint256 pot = pots[which % pots.length];
        Epochs.PotState memory state = rewards.potOf(pot);
        if (state.epoch == 0 || block.timestamp >= state.readyAt) return;
        vm.prank(guardian);
        try rewards.challenge(pot) {
            uint256 total = 0;
            for (uint256 i = 0; i < PEOPLE; ++i) {
                earned[pot][i] = settled[pot][i];
                total += earned[pot][i];
            }
            allotted[pot] = total;
        } catch {}
    }

    function take(uint256 which, uint256 person) external {
        claim(pots[which % pots.length], person % PEOPLE);
    }

    function withdraw(uint256 which, bool ofBuilder) external {
        uint256 pool = poolAt(which);
        (uint256 forPlatform, uint256 forBuilder) = rewards.owedOf(pool);
        if ((ofBuilder ? forBuilder : forPlatform) == 0) return;
        vm.prank(ofBuilder ? builder : platform);
        rewards.withdraw(pool, ofBuilder ? Pools.Share.Builder : Pools.Share.Platform, address(0xfeed));
    }

    function wait(uint32 seconds_) external {
        vm.warp(block.timestamp + seconds_ % (2 * DELAY));
    }

    /// @dev Claims what the tree of now gives, if its root pays already.
    function claim(uint256 pot, uint256 person) public {
        Epochs.PotState memory state = rewards.potOf(pot);
        if (state.epoch == 0 || block.timestamp < state.readyAt) return;
        if (rewards.claimedOf(pot, account(person)) >= earned[pot][person]) return;
        bytes32[] memory nodes = tree(pot);
        bytes32 leaf = Trees.leaf(rewards.scopeOf(pot), account(person), earned[pot][person]);
        rewards.claimFor(pot, account(person), earned[pot][person], Trees.proof(nodes, leaf));
    }

    function account(uint256 person) public pure returns (address) {
        return address(uint160(0x20000 + person));
    }

    function counts() external view returns (uint256, uint256, uint256) {
        return (pots.length, channels.length, PEOPLE);
    }

    function tree(uint256 pot) private view returns (bytes32[] memory) {
        bytes32[] memory leaves = new bytes32[](PEOPLE);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            leaves[i] = Trees.leaf(rewards.scopeOf(pot), account(i), earned[pot][i]);
        }
        return Trees.build(leaves);
    }

    function poolAt(uint256 which) private view returns (uint256) {
        return pots[which % 2 * 2];
    }

    function provide(uint256 pool, uint256 value) private returns (uint256) {
        if (rewards.currencyOf(pool) == address(0)) {
            vm.deal(address(this), value);
            return value;
        }
        token.mint(address(this), value);
        token.approve(address(rewards), value);
        return 0;
    }
}

/// @dev What holds after any sequence of what anybody may do.
contract InvariantsTest is Harness {
    Token private token;
    Crowd private crowd;
    uint256[2] private pools;

    function setUp() public override {
        super.setUp();
        token = new Token();
        pools = [openPool(address(0), terms(1_000, 2_000, 2_000)), openPool(address(token), terms(333, 3_333, 1))];
        crowd = new Crowd(rewards, token, pools, [OPERATOR, GUARDIAN, PLATFORM, BUILDER]);
    }

    function targetContracts() external view returns (address[] memory all) {
        all = new address[](1);
        all[0] = address(crowd);
    }

    /// @dev The purse holds exactly what the books owe, in each currency.
    function invariant_theBooksAreThePurse() external view {
        same(owed(0), address(rewards).balance, "coin");
        same(owed(1), token.balanceOf(address(rewards)), "token");
    }

    /// @dev Nobody gets more than a root gave, and no pot gives more than it got.
    function invariant_nobodyGetsMoreThanTheRoot() external view {
        (uint256 pots,, uint256 people) = crowd.counts();
        for (uint256 i = 0; i < pots; ++i) {
            uint256 pot = crowd.pots(i);
            uint256 sum = 0;
            for (uint256 k = 0; k < people; ++k) {
                uint256 claimed = rewards.claimedOf(pot, crowd.account(k));
                holds(claimed <= crowd.earned(pot, k), "more than the root gave");
                sum += claimed;
            }
            Epochs.PotState memory state = rewards.potOf(pot);
            same(sum, state.claimed, "claimed");
            holds(state.claimed <= state.funded, "more than the pot got");
        }
    }

    /// @dev At the end of each sequence, time alone lets everybody take everything that is theirs.
    function afterInvariant() external {
        vm.warp(block.timestamp + 2 days);
        (uint256 pots, uint256 channels, uint256 people) = crowd.counts();
        uint256[2] memory unallotted;
        for (uint256 i = 0; i < pots; ++i) {
            uint256 pot = crowd.pots(i);
            for (uint256 k = 0; k < people; ++k) {
                crowd.claim(pot, k);
                same(rewards.claimedOf(pot, crowd.account(k)), crowd.earned(pot, k), "everything was claimed");
            }
            unallotted[i / 2] += rewards.potOf(pot).funded - crowd.allotted(pot);
        }
        for (uint256 i = 0; i < channels; ++i) {
            uint256 channel = crowd.channels(i);
            if (rewards.channelOf(channel).closesAt == 0) crowd.close(i);
        }
        vm.warp(block.timestamp + 1 days);
        for (uint256 i = 0; i < channels; ++i) {
            crowd.close(i);
            Channels.Channel memory state = rewards.channelOf(crowd.channels(i));
            same(state.deposit, state.spent, "everything was paid back");
        }
        for (uint256 i = 0; i < 2; ++i) {
            crowd.withdraw(i, true);
            crowd.withdraw(i, false);
        }
        same(address(rewards).balance, unallotted[0], "only what no root allotted yet is left of the coin");
        same(token.balanceOf(address(rewards)), unallotted[1], "and of the token");
    }

    function owed(uint256 which) private view returns (uint256 sum) {
        (uint256 platform, uint256 builder) = rewards.owedOf(pools[which]);
        sum = platform + builder;
        for (uint256 i = 0; i < 2; ++i) {
            Epochs.PotState memory state = rewards.potOf(crowd.pots(2 * which + i));
            sum += state.funded - state.claimed;
        }
        (, uint256 channels,) = crowd.counts();
        for (uint256 i = 0; i < channels; ++i) {
            Channels.Channel memory state = rewards.channelOf(crowd.channels(i));
            if (state.pool == pools[which]) sum += state.deposit - state.spent;
        }
    }
}
