// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Stakes} from "src/Stakes.sol";
import {Harness} from "./Harness.sol";

/// @dev A stake comes back, whole or less the penalties that stood.
contract StakesTest is Harness {
    address private constant STAKER = address(0xc1);
    address private constant ARBITER = address(0xc2);
    address private constant BENEFICIARY = address(0xc3);

    Stakes private stakes;

    function setUp() public override {
        super.setUp();
        stakes = new Stakes(datanets);
        vm.prank(BUILDER);
        stakes.open(datanet, ARBITER, BENEFICIARY);
    }

    function staked(uint128 amount) private {
        vm.deal(STAKER, amount);
        vm.prank(STAKER);
        stakes.stake{value: amount}(datanet);
    }

    function testFuzz_aStakeComesBackAfterAWeek(uint128 amount, uint32 early) public {
        vm.assume(amount > 0);
        staked(amount);
        vm.prank(STAKER);
        stakes.askBack(datanet, amount);
        vm.warp(block.timestamp + within(early, 0, 7 days - 1));
        vm.prank(STAKER);
        vm.expectPartialRevert(Stakes.NotYet.selector);
        stakes.take(datanet, STAKER);
        vm.warp(block.timestamp + 7 days);
        vm.prank(STAKER);
        same(stakes.take(datanet, address(0xfeed)), amount, "all of it");
        same(address(stakes).balance, 0, "rest");
    }

    function testFuzz_aPenaltyWaitsAndTakesNoMoreThanHalf(uint128 amount, uint128 wanted, uint32 wait) public {
        vm.assume(amount > 1);
        staked(amount);
        if (wanted == 0 || wanted > amount / 2) {
            vm.prank(BUILDER);
            vm.expectPartialRevert(wanted == 0 ? Stakes.NothingGiven.selector : Stakes.TooHarsh.selector);
            stakes.propose(datanet, STAKER, wanted, "copied rows");
            return;
        }
        vm.prank(BUILDER);
        stakes.propose(datanet, STAKER, wanted, "copied rows");
        vm.prank(STAKER);
        stakes.askBack(datanet, amount);
        uint256 start = block.timestamp;
        vm.warp(start + wait);
        if (wait < 3 days || wait >= 10 days) {
            vm.expectPartialRevert(Stakes.NotStanding.selector);
            stakes.carryOut(datanet, STAKER);
            wanted = 0;
            if (wait >= 10 days) stakes.end(datanet, STAKER);
        } else {
            stakes.carryOut(datanet, STAKER);
            vm.prank(BENEFICIARY);
            same(stakes.collect(BENEFICIARY), wanted, "penalty");
        }
        vm.warp(start + uint256(wait) + 30 days);
        if (wait < 3 days) stakes.end(datanet, STAKER);
        vm.prank(STAKER);
        same(stakes.take(datanet, STAKER), amount - wanted, "the rest comes back");
        same(address(stakes).balance, 0, "purse");
    }

    function testFuzz_aSilentArbiterFreesTheStake(uint128 amount, uint32 contestAfter) public {
        vm.assume(amount > 1);
        staked(amount);
        vm.prank(BUILDER);
        stakes.propose(datanet, STAKER, amount / 2, "copied rows");
        vm.warp(block.timestamp + within(contestAfter, 0, 10 days));
        vm.prank(STAKER);
        stakes.contest(datanet, "mine are older");
        vm.expectPartialRevert(Stakes.NotStanding.selector);
        stakes.carryOut(datanet, STAKER);
        vm.expectPartialRevert(Stakes.NotOver.selector);
        stakes.end(datanet, STAKER);
        vm.warp(block.timestamp + 14 days);
        vm.prank(ARBITER);
        vm.expectPartialRevert(Stakes.NotStanding.selector);
        stakes.decide(datanet, STAKER, true);
        stakes.end(datanet, STAKER);
        vm.prank(BUILDER);
        vm.expectPartialRevert(Stakes.Quiet.selector);
        stakes.propose(datanet, STAKER, amount / 2, "again");
        vm.prank(STAKER);
        stakes.askBack(datanet, amount);
        vm.warp(block.timestamp + 7 days);
        vm.prank(STAKER);
        same(stakes.take(datanet, STAKER), amount, "all of it");
    }

    function testFuzz_theArbiterDecides(uint128 amount, bool stands) public {
        vm.assume(amount > 1);
        staked(amount);
        vm.prank(BUILDER);
        stakes.propose(datanet, STAKER, amount / 2, "copied rows");
        vm.prank(STAKER);
        stakes.contest(datanet, "mine are older");
        vm.expectPartialRevert(Stakes.NotArbiter.selector);
        stakes.decide(datanet, STAKER, stands);
        vm.prank(ARBITER);
        stakes.decide(datanet, STAKER, stands);
        vm.warp(block.timestamp + 3 days);
        if (stands) {
            stakes.carryOut(datanet, STAKER);
            same(stakes.owedTo(BENEFICIARY), amount / 2, "penalty");
            same(stakes.stakeOf(datanet, STAKER).amount, amount - amount / 2, "stake");
        } else {
            vm.expectPartialRevert(Stakes.NoPenalty.selector);
            stakes.carryOut(datanet, STAKER);
            same(stakes.stakeOf(datanet, STAKER).amount, amount, "stake");
        }
        same(stakes.stakeOf(datanet, STAKER).held, 0, "held");
    }
}
