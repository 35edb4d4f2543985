// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Datanets} from "./Datanets.sol";

/// @title Stakes
/// @notice Coin that contributors put behind what they give to a datanet. It is theirs and comes back, unless the
/// datanet's owner proposes a penalty and that stands.
/// @dev Rules. (1) The datanet's owner opens it for stakes once, and fixes who decides disputes and who gets penalties;
/// both can be seen before anybody stakes. (2) A staker takes coin back by asking for it and waiting a week. (3) A
/// penalty names one staker, an amount of at most half the stake, and a reason. It holds that amount, and nothing more,
/// for at most twenty-four days; the rest can be taken back meanwhile. (4) It can be carried out from three days after it was
/// proposed until ten days after, by anybody; later it lapses. (5) Until it is carried out the staker may contest it.
/// Then only the arbiter can let it stand, within two weeks from there; an arbiter who says nothing frees the stake. (6)
/// One penalty at a time for a staker, and the next not before a week after the one before ended, so that a stake cannot
/// be held without end and whoever asked for it back gets it. (7) Without an arbiter a contested penalty ends at once. (8)
/// Nothing can be paused and there is no key over the contract.
contract Stakes {
    using SafeCast for uint256;

    /// @notice How stakes on a datanet work, for good.
    /// @param arbiter who decides contested penalties, or nobody
    /// @param beneficiary who gets penalties
    struct House {
        address arbiter;
        address beneficiary;
    }

    /// @notice Somebody's stake on a datanet.
    /// @param amount all of it, what leaves and what is held included
    /// @param leaving the part that was asked back
    /// @param leavesAt when that part can be taken, in seconds since 1970
    /// @param held the part that a penalty holds
    /// @param quietUntil no penalty can be proposed before this time
    struct Stake {
        uint128 amount;
        uint128 leaving;
        uint128 held;
        uint64 leavesAt;
        uint64 quietUntil;
    }

    /// @notice A penalty that waits.
    /// @param proposedAt when it was proposed, in seconds since 1970; zero if there is none
    /// @param contestedAt when the staker contested it, or zero
    /// @param upheld whether the arbiter let it stand
    struct Penalty {
        uint64 proposedAt;
        uint64 contestedAt;
        bool upheld;
    }

    /// @notice A datanet takes stakes.
    event Opened(uint256 indexed datanet, address indexed arbiter, address indexed beneficiary);

    /// @notice A stake grew.
    event Staked(uint256 indexed datanet, address indexed staker, uint256 amount, uint256 stake);

    /// @notice A staker asked for coin back.
    event Leaving(uint256 indexed datanet, address indexed staker, uint256 amount, uint256 leavesAt);

    /// @notice A staker took coin back.
    event Left(uint256 indexed datanet, address indexed staker, uint256 amount, uint256 stake);

    /// @notice A penalty was proposed.
    event PenaltyProposed(
        uint256 indexed datanet, address indexed staker, uint256 amount, uint256 standsAt, string reason
    );

    /// @notice The staker contested the penalty.
    event PenaltyContested(uint256 indexed datanet, address indexed staker, string reason);

    /// @notice The arbiter let a contested penalty stand.
    event PenaltyUpheld(uint256 indexed datanet, address indexed staker);

    /// @notice A penalty ended without effect.
    event PenaltyEnded(uint256 indexed datanet, address indexed staker);

    /// @notice A penalty was carried out.
    event Penalised(uint256 indexed datanet, address indexed staker, uint256 amount, uint256 stake);

    /// @notice A beneficiary took penalties.
    event Collected(address indexed beneficiary, address indexed to, uint256 amount);

    /// @notice Only the datanet's owner can do this.
    error NotDatanetOwner(uint256 datanet, address caller);

    /// @notice Only the arbiter can do this.
    error NotArbiter(address arbiter, address caller);

    /// @notice The datanet takes stakes already.
    error OpenAlready(uint256 datanet);

    /// @notice The datanet takes no stakes.
    error NotOpen(uint256 datanet);

    /// @notice Penalties must go to somebody.
    error NoBeneficiary();

    /// @notice An amount of nothing.
    error NothingGiven();

    /// @notice More than is free; the rest is leaving or held.
    error MoreThanFree(uint256 free, uint256 wanted);

    /// @notice Nothing leaves, or not yet.
    error NotYet(uint256 leavesAt);

    /// @notice A penalty is at most half the stake.
    error TooHarsh(uint256 most, uint256 wanted);

    /// @notice A penalty waits already.
    error PenaltyWaits(uint256 datanet, address staker);

    /// @notice No penalty waits.
    error NoPenalty(uint256 datanet, address staker);

    /// @notice No penalty can be proposed before this time.
    error Quiet(uint256 until);

    /// @notice The penalty cannot be carried out now: it still waits, is contested, or has lapsed.
    error NotStanding(uint256 from, uint256 to);

    /// @notice The penalty was contested already.
    error ContestedAlready(uint256 contestedAt);

    /// @notice The penalty is not over yet.
    error NotOver(uint256 until);

    uint64 private constant LEAVE = 7 days;
    uint64 private constant STANDS = 3 days;
    uint64 private constant LAPSES = 10 days;
    uint64 private constant DECIDES = 14 days;
    uint64 private constant QUIET = 7 days;

    /// @notice The datanets that stakes are on.
    Datanets public immutable datanets;

    mapping(uint256 datanet => House) private _houses;
    mapping(uint256 datanet => mapping(address staker => Stake)) private _stakes;
    mapping(uint256 datanet => mapping(address staker => Penalty)) private _penalties;
    mapping(address beneficiary => uint256) private _owed;

    /// @param datanets_ where the datanets are
    constructor(Datanets datanets_) {
        datanets = datanets_;
    }

    /// @notice Lets people stake on a datanet; only its owner can, and once.
    /// @param datanet the datanet
    /// @param arbiter who decides contested penalties, or nobody
    /// @param beneficiary who gets penalties
    function open(uint256 datanet, address arbiter, address beneficiary) external {
        _requireOwner(datanet);
        if (_houses[datanet].beneficiary != address(0)) revert OpenAlready(datanet);
        if (beneficiary == address(0)) revert NoBeneficiary();
        _houses[datanet] = House(arbiter, beneficiary);
        emit Opened(datanet, arbiter, beneficiary);
    }

    /// @notice Stakes the coin sent along.
    /// @param datanet the datanet
    function stake(uint256 datanet) external payable {
        if (_houses[datanet].beneficiary == address(0)) revert NotOpen(datanet);
        if (msg.value == 0) revert NothingGiven();
        Stake storage mine = _stakes[datanet][msg.sender];
        mine.amount += msg.value.toUint128();
        emit Staked(datanet, msg.sender, msg.value, mine.amount);
    }

    /// @notice Asks for coin back; it can be taken after a week. Asking again adds to it, and the week begins anew.
    /// @param datanet the datanet
    /// @param amount how much
    function askBack(uint256 datanet, uint256 amount) external {
        if (amount == 0) revert NothingGiven();
        Stake storage mine = _stakes[datanet][msg.sender];
        uint256 free = mine.amount - mine.leaving;
        if (amount > free) revert MoreThanFree(free, amount);
        mine.leaving += amount.toUint128();
        mine.leavesAt = uint64(block.timestamp) + LEAVE;
        emit Leaving(datanet, msg.sender, amount, mine.leavesAt);
    }

    /// @notice Takes back what was asked for, except what a penalty holds; that part can be taken when the penalty ends.
    /// @param datanet the datanet
    /// @param to where it goes
    /// @return amount how much
    function take(uint256 datanet, address to) external returns (uint256 amount) {
        Stake storage mine = _stakes[datanet][msg.sender];
        if (mine.leaving == 0 || block.timestamp < mine.leavesAt) revert NotYet(mine.leavesAt);
        uint128 free = mine.amount - mine.held;
        uint128 part = mine.leaving < free ? mine.leaving : free;
        if (part == 0) revert MoreThanFree(0, mine.leaving);
        mine.amount -= part;
        mine.leaving -= part;
        amount = part;
        emit Left(datanet, msg.sender, amount, mine.amount);
        Address.sendValue(payable(to), amount);
    }

    /// @notice Proposes a penalty; only the datanet's owner can.
    /// @param datanet the datanet
    /// @param staker whose stake
    /// @param amount how much, at most half the stake
    /// @param reason why, in words
    function propose(uint256 datanet, address staker, uint256 amount, string calldata reason) external {
        _requireOwner(datanet);
        Stake storage theirs = _stakes[datanet][staker];
        Penalty storage penalty = _penalties[datanet][staker];
        if (penalty.proposedAt != 0) revert PenaltyWaits(datanet, staker);
        if (block.timestamp < theirs.quietUntil) revert Quiet(theirs.quietUntil);
        if (amount == 0) revert NothingGiven();
        if (amount > theirs.amount / 2) revert TooHarsh(theirs.amount / 2, amount);
        theirs.held = amount.toUint128();
        penalty.proposedAt = uint64(block.timestamp);
        emit PenaltyProposed(datanet, staker, amount, block.timestamp + STANDS, reason);
    }

    /// @notice Contests the penalty that waits for the caller.
    /// @param datanet the datanet
    /// @param reason why, in words
    function contest(uint256 datanet, string calldata reason) external {
        Penalty storage penalty = _requirePenalty(datanet, msg.sender);
        if (penalty.contestedAt != 0) revert ContestedAlready(penalty.contestedAt);
        penalty.contestedAt = uint64(block.timestamp);
        emit PenaltyContested(datanet, msg.sender, reason);
        if (_houses[datanet].arbiter == address(0)) _end(datanet, msg.sender);
    }

    /// @notice Decides a contested penalty; only the arbiter can.
    /// @param datanet the datanet
    /// @param staker whose stake
    /// @param stands whether the penalty stands
    function decide(uint256 datanet, address staker, bool stands) external {
        address arbiter = _houses[datanet].arbiter;
        if (msg.sender != arbiter) revert NotArbiter(arbiter, msg.sender);
        Penalty storage penalty = _requirePenalty(datanet, staker);
        (uint256 from, uint256 to) = _window(penalty);
        if (penalty.contestedAt == 0 || penalty.upheld || block.timestamp >= to) revert NotStanding(from, to);
        if (stands) {
            penalty.upheld = true;
            emit PenaltyUpheld(datanet, staker);
        } else {
            _end(datanet, staker);
        }
    }

    /// @notice Carries out a penalty that stands; anybody may.
    /// @param datanet the datanet
    /// @param staker whose stake
    function carryOut(uint256 datanet, address staker) external {
        Penalty storage penalty = _requirePenalty(datanet, staker);
        (uint256 from, uint256 to) = _window(penalty);
        bool stands = penalty.contestedAt == 0 || penalty.upheld;
        if (!stands || block.timestamp < from || block.timestamp >= to) revert NotStanding(from, to);
        Stake storage theirs = _stakes[datanet][staker];
        uint128 amount = theirs.held;
        theirs.amount -= amount;
        if (theirs.leaving > theirs.amount) theirs.leaving = theirs.amount;
        _owed[_houses[datanet].beneficiary] += amount;
        _clear(datanet, staker);
        emit Penalised(datanet, staker, amount, theirs.amount);
    }

    /// @notice Ends a penalty: its proposer at any time, anybody once it has lapsed.
    /// @param datanet the datanet
    /// @param staker whose stake
    function end(uint256 datanet, address staker) external {
        Penalty storage penalty = _requirePenalty(datanet, staker);
        (, uint256 to) = _window(penalty);
        if (block.timestamp < to && datanets.ownerOf(datanet) != msg.sender) revert NotOver(to);
        _end(datanet, staker);
    }

    /// @notice Pays out penalties to their beneficiary.
    /// @param to where they go
    /// @return amount how much
    function collect(address to) external returns (uint256 amount) {
        amount = _owed[msg.sender];
        if (amount == 0) revert NothingGiven();
        _owed[msg.sender] = 0;
        emit Collected(msg.sender, to, amount);
        Address.sendValue(payable(to), amount);
    }

    /// @notice How stakes on a datanet work.
    /// @param datanet the datanet
    /// @return all zero if it takes none
    function houseOf(uint256 datanet) external view returns (House memory) {
        return _houses[datanet];
    }

    /// @notice Somebody's stake.
    /// @param datanet the datanet
    /// @param staker who
    /// @return all zero if there is none
    function stakeOf(uint256 datanet, address staker) external view returns (Stake memory) {
        return _stakes[datanet][staker];
    }

    /// @notice The penalty that waits for a staker.
    /// @param datanet the datanet
    /// @param staker who
    /// @return penalty all zero if there is none
    /// @return from when it can be carried out, in seconds since 1970
    /// @return to when it lapses
    function penaltyOf(uint256 datanet, address staker)
        external
        view
        returns (Penalty memory penalty, uint256 from, uint256 to)
    {
        Penalty storage kept = _penalties[datanet][staker];
        penalty = kept;
        if (kept.proposedAt != 0) (from, to) = _window(kept);
    }

    /// @notice Penalties that a beneficiary can take.
    /// @param beneficiary who
    /// @return the sum
    function owedTo(address beneficiary) external view returns (uint256) {
        return _owed[beneficiary];
    }

    /// @dev From when until before when a penalty can be carried out; a contested one has until the arbiter's time is up.
    function _window(Penalty storage penalty) private view returns (uint256 from, uint256 to) {
        from = penalty.proposedAt + STANDS;
        to = penalty.contestedAt == 0 ? penalty.proposedAt + LAPSES : penalty.contestedAt + DECIDES;
    }

    function _end(uint256 datanet, address staker) private {
        _clear(datanet, staker);
        emit PenaltyEnded(datanet, staker);
    }

    function _clear(uint256 datanet, address staker) private {
        delete _penalties[datanet][staker];
        Stake storage theirs = _stakes[datanet][staker];
        theirs.held = 0;
        theirs.quietUntil = uint64(block.timestamp) + QUIET;
    }

    function _requirePenalty(uint256 datanet, address staker) private view returns (Penalty storage penalty) {
        penalty = _penalties[datanet][staker];
        if (penalty.proposedAt == 0) revert NoPenalty(datanet, staker);
    }

    function _requireOwner(uint256 datanet) private view {
        if (datanets.ownerOf(datanet) != msg.sender) revert NotDatanetOwner(datanet, msg.sender);
    }
}
