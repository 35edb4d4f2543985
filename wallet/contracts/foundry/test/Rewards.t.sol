// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Channels} from "src/Channels.sol";
import {Epochs} from "src/Epochs.sol";
import {Pools} from "src/Pools.sol";
import {Rewards} from "src/Rewards.sol";
import {Harness, SkimToken, Token, Trees} from "./Harness.sol";

/// @dev What must hold for any amounts, shares, orders and keys.
contract RewardsTest is Harness {
    uint256 private constant KEY = 0xa11ce;

    function testFuzz_sharesAddUpToTheFee(uint96 fee, uint16 a, uint16 b, uint16 c) public {
        vm.assume(fee > 0);
        uint16 platform = uint16(within(a, 0, 10_000));
        uint16 builder = uint16(within(b, 0, 10_000 - platform));
        uint16 stakers = uint16(within(c, 0, 10_000 - platform - builder));
        uint256 pool = openPool(address(0), terms(platform, builder, stakers));
        paid(pool, fee);
        (uint256 platformOwed, uint256 builderOwed) = rewards.owedOf(pool);
        uint256 forStakers = rewards.potOf(pool | rewards.STAKERS()).funded;
        uint256 forContributors = rewards.potOf(pool).funded;
        same(platformOwed + builderOwed + forStakers + forContributors, fee, "sum");
        same(platformOwed, uint256(fee) * platform / 10_000, "platform");
        same(builderOwed, uint256(fee) * builder / 10_000, "builder");
        same(forStakers, uint256(fee) * stakers / 10_000, "stakers");
        same(address(rewards).balance, fee, "purse");
        if (builderOwed > 0) {
            vm.prank(BUILDER);
            same(rewards.withdraw(pool, Pools.Share.Builder, address(0xfeed)), builderOwed, "builder's withdrawal");
            vm.prank(BUILDER);
            vm.expectPartialRevert(Pools.NothingOwed.selector);
            rewards.withdraw(pool, Pools.Share.Builder, BUILDER);
        }
    }

    function testFuzz_moreThanTheWholeIsRefused(uint16 a, uint16 b, uint16 c) public {
        vm.assume(uint256(a) + b + c > 10_000);
        vm.prank(BUILDER);
        vm.expectPartialRevert(Pools.BadTerms.selector);
        rewards.openPool(uint256(ADAPTER), address(0), terms(a, b, c));
    }

    function testFuzz_booksFollowWhatArrives(uint96 fee) public {
        vm.assume(fee > 100);
        SkimToken token = new SkimToken();
        uint256 pool = openPool(address(token), terms(1_000, 2_000, 2_000));
        token.mint(address(this), fee);
        token.approve(address(rewards), fee);
        rewards.pay(pool, fee);
        (uint256 platform, uint256 builder) = rewards.owedOf(pool);
        uint256 booked = platform + builder + rewards.potOf(pool).funded + rewards.potOf(pool | rewards.STAKERS()).funded;
        same(booked, token.balanceOf(address(rewards)), "books");
        same(booked, fee - fee / 100, "arrived");
    }

    function testFuzz_everyLeafIsPaidOnceAndNoMore(uint96[8] memory amounts, uint8 count, uint256 order) public {
        uint256 n = within(count, 1, 8);
        uint256 pool = openPool(address(0), terms(0, 0, 0));
        bytes32[] memory nodes = settled(pool, amounts, n);
        bytes32[] memory first = proofOf(pool, nodes, 0, amounts[0]);
        vm.expectPartialRevert(Epochs.BadProof.selector);
        rewards.claimFor(pool, account(0), amounts[0], first);
        vm.warp(block.timestamp + DELAY);
        for (uint256 k = 0; k < n; ++k) {
            uint256 i = (k + order % n) % n;
            first = proofOf(pool, nodes, i, amounts[i]);
            paidOnce(pool, account(i), amounts[i], first);
        }
        same(address(rewards).balance, 0, "rest");
    }

    function settled(uint256 pool, uint96[8] memory amounts, uint256 n) private returns (bytes32[] memory nodes) {
        uint256 total = 0;
        bytes32[] memory leaves = new bytes32[](n);
        for (uint256 i = 0; i < n; ++i) {
            amounts[i] = uint96(within(amounts[i], 1, 1e24));
            total += amounts[i];
            leaves[i] = Trees.leaf(rewards.scopeOf(pool), account(i), amounts[i]);
        }
        nodes = Trees.build(leaves);
        paid(pool, total);
        vm.prank(OPERATOR);
        rewards.post(pool, nodes[0], total);
    }

    function paidOnce(uint256 pool, address who, uint256 amount, bytes32[] memory proof) private {
        vm.expectPartialRevert(Epochs.BadProof.selector);
        rewards.claimFor(pool, who, amount + 1, proof);
        vm.expectPartialRevert(Epochs.BadProof.selector);
        rewards.claimFor(pool, address(this), amount, proof);
        same(rewards.claimFor(pool, who, amount, proof), amount, "claim");
        same(who.balance, amount, "received");
        vm.expectPartialRevert(Epochs.NothingToClaim.selector);
        rewards.claimFor(pool, who, amount, proof);
    }

    function testFuzz_aRootOverThePotPaysNoMoreThanThePot(uint96 fee, uint96 lie) public {
        vm.assume(fee > 0 && fee < type(uint96).max && lie > 0);
        uint256 pool = openPool(address(0), terms(0, 0, 0));
        uint256 other = openPool(address(new Token()), terms(0, 0, 0));
        vm.deal(address(rewards), 0);
        paid(pool, fee);
        vm.deal(address(rewards), uint256(fee) + lie); // somebody else's coin in the same purse
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = Trees.leaf(rewards.scopeOf(pool), account(1), uint256(fee) + lie);
        bytes32[] memory nodes = Trees.build(leaves);
        vm.prank(OPERATOR);
        vm.expectPartialRevert(Epochs.MoreThanFunded.selector);
        rewards.post(pool, nodes[0], uint256(fee) + lie);
        vm.prank(OPERATOR);
        rewards.post(pool, nodes[0], fee);
        vm.warp(block.timestamp + DELAY);
        vm.expectPartialRevert(Epochs.BadProof.selector);
        rewards.claimFor(other, account(1), uint256(fee) + lie, new bytes32[](0));
        same(rewards.claimFor(pool, account(1), uint256(fee) + lie, new bytes32[](0)), fee, "in part");
        paid(pool, 1);
        same(rewards.claimFor(pool, account(1), uint256(fee) + lie, new bytes32[](0)), 1, "the rest as it comes");
    }

    function testFuzz_replacedRootsPayForEver(uint8 epochs, uint8 owed, uint8 challenged) public {
        uint256 n = within(epochs, 2, 7);
        uint256 pool = openPool(address(0), terms(0, 0, 0));
        paid(pool, 100);
        bytes32 scope = rewards.scopeOf(pool);
        bytes32 wanted = Trees.leaf(scope, account(1), 100);
        delete pushed;
        words = [scope, bytes32(0)];
        for (uint256 epoch = 1; epoch <= n; ++epoch) {
            // One epoch gives the account its coin; later epochs forget it, and one is challenged first.
            if (epoch == within(challenged, 1, n)) {
                posted(pool, epoch, Trees.leaf(scope, address(this), 100));
                words[epoch & 1] = scope;
                vm.prank(GUARDIAN);
                rewards.challenge(pool);
            }
            posted(pool, epoch, epoch == within(owed, 1, n) ? wanted : Trees.leaf(scope, account(2), epoch));
            vm.warp(block.timestamp + DELAY);
        }
        bytes32 history = scope;
        for (uint256 i = 0; i < pushed.length; ++i) {
            if (pushed[i] == wanted) {
                bytes32[] memory later = new bytes32[](pushed.length - i - 1);
                for (uint256 k = 0; k < later.length; ++k) later[k] = pushed[i + 1 + k];
                same(rewards.claimReplaced(pool, account(1), 100, new bytes32[](0), history, later), 100, "old root");
                return;
            }
            history = keccak256(abi.encode(history, pushed[i]));
        }
        same(uint256(history), uint256(rewards.historyOf(pool)), "history");
        same(rewards.claimFor(pool, account(1), 100, new bytes32[](0)), 100, "the last two roots");
    }

    bytes32[] private pushed;
    bytes32[2] private words;

    function posted(uint256 pool, uint256 epoch, bytes32 root) private {
        vm.prank(OPERATOR);
        rewards.post(pool, root, 100);
        if (epoch > 1) pushed.push(words[epoch & 1]);
        words[epoch & 1] = root;
    }

    function testFuzz_aGuardianCannotWithholdForEver(uint32 wait) public {
        uint256 pool = openPool(address(0), terms(0, 0, 0));
        paid(pool, 100);
        bytes32 root = Trees.leaf(rewards.scopeOf(pool), account(1), 100);
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(OPERATOR);
            rewards.post(pool, root, 100);
            vm.warp(block.timestamp + within(wait, 0, DELAY - 1));
            vm.prank(GUARDIAN);
            rewards.challenge(pool);
        }
        vm.prank(OPERATOR);
        rewards.post(pool, root, 100);
        vm.prank(GUARDIAN);
        vm.expectPartialRevert(Epochs.NoChallengeLeft.selector);
        rewards.challenge(pool);
        vm.warp(block.timestamp + DELAY);
        same(rewards.claimFor(pool, account(1), 100, new bytes32[](0)), 100, "claim");
    }

    function testFuzz_vouchersSpendWhatTheySayOnce(uint96 deposit, uint96[4] memory steps) public {
        vm.assume(deposit > 0);
        uint256 channel = opened(deposit);
        uint256 spent = 0;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 next = spent + within(steps[i], 0, deposit - spent);
            bytes memory voucher = signed(KEY, rewards.voucherHash(channel, next));
            if (next > spent) {
                bytes memory forged = signed(KEY + 1, rewards.voucherHash(channel, next));
                vm.expectPartialRevert(Channels.BadVoucher.selector);
                rewards.redeem(channel, next, forged);
                same(rewards.redeem(channel, next, voucher), next - spent, "amount");
            }
            vm.expectPartialRevert(Channels.OldVoucher.selector);
            rewards.redeem(channel, next, voucher);
            spent = next;
        }
        bytes memory tooMuch = signed(KEY, rewards.voucherHash(channel, uint256(deposit) + 1));
        vm.expectPartialRevert(Channels.MoreThanDeposited.selector);
        rewards.redeem(channel, uint256(deposit) + 1, tooMuch);
        leftBehind(channel, deposit, spent);
    }

    function testFuzz_vouchersAreForOneChainAndContract(uint96 deposit, uint64 other) public {
        vm.assume(deposit > 0 && other != 0 && other != block.chainid);
        uint256 channel = opened(deposit);
        bytes memory voucher = signed(KEY, rewards.voucherHash(channel, deposit));
        uint256 home = block.chainid;
        vm.chainId(other);
        vm.expectPartialRevert(Channels.BadVoucher.selector);
        rewards.redeem(channel, deposit, voucher);
        vm.chainId(home);
        bytes32 here = rewards.voucherHash(channel, deposit);
        rewards = new Rewards(adapters);
        holds(rewards.voucherHash(channel, deposit) != here, "the contract is bound");
        same(opened(deposit), channel, "the same number");
        vm.expectPartialRevert(Channels.BadVoucher.selector);
        rewards.redeem(channel, deposit, voucher);
    }

    function opened(uint96 deposit) private returns (uint256) {
        uint256 pool = openPool(address(0), terms(1_000, 2_000, 2_000));
        vm.deal(address(this), deposit);
        return rewards.openChannel{value: deposit}(pool, vm.addr(KEY), deposit);
    }

    function leftBehind(uint256 channel, uint96 deposit, uint256 spent) private {
        vm.expectPartialRevert(Channels.NotClosed.selector);
        rewards.refund(channel, address(0xfeed));
        rewards.close(channel);
        vm.expectPartialRevert(Channels.NotClosed.selector);
        rewards.refund(channel, address(0xfeed));
        vm.warp(block.timestamp + 1 days);
        if (spent < deposit) {
            same(rewards.refund(channel, address(0xfeed)), deposit - spent, "refund");
            bytes memory late = signed(KEY, rewards.voucherHash(channel, deposit));
            vm.expectPartialRevert(Channels.MoreThanDeposited.selector);
            rewards.redeem(channel, deposit, late);
        }
        vm.expectPartialRevert(Pools.NothingOwed.selector);
        rewards.refund(channel, address(0xfeed));
        same(address(rewards).balance, spent, "only fees stay");
    }

    function signed(uint256 key, bytes32 hash) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, hash);
        return abi.encodePacked(r, s, v);
    }

    function account(uint256 i) private pure returns (address) {
        return address(uint160(0x10000 + i));
    }

    function proofOf(uint256 pool, bytes32[] memory nodes, uint256 i, uint256 amount)
        private
        view
        returns (bytes32[] memory)
    {
        return Trees.proof(nodes, Trees.leaf(rewards.scopeOf(pool), account(i), amount));
    }
}
