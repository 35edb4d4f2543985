// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Adapters} from "./Adapters.sol";

/// @title Pools
/// @notice The fees of an adapter in one currency, and how each fee is shared out.
/// @dev Rules. (1) An adapter's owner opens one pool for each currency, once; its shares and its platform are fixed then.
/// (2) Each fee is split when it arrives: platform, builder and stakers get their ten-thousandths rounded down, and
/// contributors get all the rest, so that the four add up to the fee exactly. (3) A fee is what really arrived, so a
/// token that keeps a part of each transfer cannot make the books richer than the purse. A token that takes balances
/// away later can leave its own pools short, and no others. (4) The builder is who owns the adapter's token when the
/// share is withdrawn: it goes with the adapter. (5) Coin can come in by a fee or a deposit only; what is sent to the
/// contract in any other way belongs to nobody. (6) Nothing can be paused and there is no key over the contract.
abstract contract Pools is ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @notice Who gets what of each fee, and who settles it. Shares are in ten-thousandths.
    /// @param platform who gets the platform's share; nobody only if that is none
    /// @param platformShare the platform's part
    /// @param builderShare the part of the adapter's owner
    /// @param stakersShare the part of those who stake on its datanets; contributors get what is left
    /// @param delay how many seconds a root waits before it pays, one hour to thirty days
    /// @param operator who posts roots; the adapter's owner may appoint another
    /// @param guardian who may challenge a root that waits, or nobody
    struct Terms {
        address platform;
        uint16 platformShare;
        uint16 builderShare;
        uint16 stakersShare;
        uint32 delay;
        address operator;
        address guardian;
    }

    /// @notice Whose share of a pool is withdrawn directly.
    enum Share {
        Platform,
        Builder
    }

    /// @dev What is kept of a pool beside its pots; the order of the fields decides what shares a word.
    struct Pool {
        uint256 adapter;
        address platform;
        uint16 platformShare;
        uint16 builderShare;
        uint16 stakersShare;
        address operator;
        uint32 delay;
        uint40 openedAt;
        address guardian;
        uint128 platformOwed;
        uint128 builderOwed;
    }

    /// @dev One share that is paid out by roots: what came in, what went out, and the roots. The root of an epoch lies
    /// at the epoch's parity; {history} chains those that were replaced.
    struct Pot {
        uint96 funded;
        uint96 claimed;
        uint40 readyAt;
        uint24 epoch;
        bytes32[2] roots;
        bytes32 history;
    }

    /// @notice A pool was opened.
    /// @param pool its number, which ends in the address of its currency; zero there is the chain's coin
    /// @param adapter the adapter's token
    /// @param token the currency, or zero for the coin
    /// @param terms who gets what
    event PoolOpened(uint256 indexed pool, uint256 indexed adapter, address indexed token, Terms terms);

    /// @notice A fee came in; the four shares add up to it.
    /// @param pool the pool
    /// @param payer who paid
    /// @param fee what arrived
    /// @param platform the platform's share
    /// @param builder the builder's share
    /// @param stakers the stakers' share
    /// @param contributors the contributors' share: the rest
    event FeePaid(
        uint256 indexed pool,
        address indexed payer,
        uint256 fee,
        uint256 platform,
        uint256 builder,
        uint256 stakers,
        uint256 contributors
    );

    /// @notice The platform or the builder took what was owed.
    /// @param pool the pool
    /// @param share whose share it was
    /// @param to where it went
    /// @param amount how much
    event ShareWithdrawn(uint256 indexed pool, Share indexed share, address indexed to, uint256 amount);

    /// @notice The caller does not own the adapter.
    error NotAdapterOwner(uint256 adapter, address caller);

    /// @notice The adapter has a pool in this currency already.
    error PoolExists(uint256 pool);

    /// @notice There is no such pool.
    error NoSuchPool(uint256 pool);

    /// @notice The terms cannot be met; the text says which of them.
    error BadTerms(string reason);

    /// @notice There is no contract at the address of the currency.
    error NotAToken(address token);

    /// @notice The coin sent is not what the call names.
    error WrongValue(uint256 expected, uint256 sent);

    /// @notice Nothing arrived.
    error NothingReceived();

    /// @notice The receiver does not take coin.
    error NotReceived(address to, uint256 amount);

    /// @notice The share belongs to somebody else.
    error NotYours(address owner, address caller);

    /// @notice Nothing is owed.
    error NothingOwed();

    uint256 internal constant WHOLE = 10_000;

    /// @notice Set in the number of a pot that pays stakers; a contributors' pot has the number of its pool.
    uint256 public constant STAKERS = 1 << 255;

    uint256 private constant CURRENCY_BITS = 160;
    uint32 private constant SHORTEST_DELAY = 1 hours;
    uint32 private constant LONGEST_DELAY = 30 days;

    /// @notice The adapters whose fees are kept here.
    Adapters public immutable adapters;

    uint256 private _count;
    mapping(uint256 adapter => mapping(address token => uint256)) private _poolOf;
    mapping(uint256 pool => Pool) internal _pools;
    mapping(uint256 pot => Pot) internal _pots;

    /// @param adapters_ where the adapters are
    constructor(Adapters adapters_) {
        adapters = adapters_;
    }

    /// @notice Opens the pool of an adapter in a currency. Only the adapter's owner can, and once.
    /// @param adapter the adapter's token
    /// @param token the currency, or zero for the coin
    /// @param terms who gets what, for good
    /// @return pool its number
    function openPool(uint256 adapter, address token, Terms calldata terms) external returns (uint256 pool) {
        if (adapters.ownerOf(adapter) != msg.sender) revert NotAdapterOwner(adapter, msg.sender);
        pool = _poolOf[adapter][token];
        if (pool != 0) revert PoolExists(pool);
        if (token != address(0) && token.code.length == 0) revert NotAToken(token);
        uint256 given = uint256(terms.platformShare) + terms.builderShare + terms.stakersShare;
        if (given > WHOLE) revert BadTerms("the shares are more than the whole");
        if (terms.platform == address(0) && terms.platformShare != 0) revert BadTerms("no platform for its share");
        if (terms.operator == address(0)) revert BadTerms("no operator");
        if (terms.delay < SHORTEST_DELAY || terms.delay > LONGEST_DELAY) {
            revert BadTerms("the delay is not between an hour and thirty days");
        }
        pool = (++_count << CURRENCY_BITS) | uint160(token);
        _poolOf[adapter][token] = pool;
        Pool storage kept = _pools[pool];
        kept.adapter = adapter;
        kept.platform = terms.platform;
        kept.platformShare = terms.platformShare;
        kept.builderShare = terms.builderShare;
        kept.stakersShare = terms.stakersShare;
        kept.operator = terms.operator;
        kept.delay = terms.delay;
        kept.openedAt = uint40(block.timestamp);
        kept.guardian = terms.guardian;
        emit PoolOpened(pool, adapter, token, terms);
    }

    /// @notice Pays a fee into a pool.
    /// @param pool the pool
    /// @param amount the fee; of a token it is drawn from the caller, of the coin it must be sent along
    function pay(uint256 pool, uint256 amount) external payable nonReentrant {
        _requirePool(pool);
        _split(pool, msg.sender, _receive(currencyOf(pool), amount));
    }

    /// @notice Withdraws the platform's or the builder's share; only its owner can, to any address.
    /// @param pool the pool
    /// @param share whose share
    /// @param to where it goes
    /// @return amount how much it was
    function withdraw(uint256 pool, Share share, address to) external nonReentrant returns (uint256 amount) {
        _requirePool(pool);
        Pool storage kept = _pools[pool];
        address owner = share == Share.Platform ? kept.platform : adapters.ownerOf(kept.adapter);
        if (msg.sender != owner) revert NotYours(owner, msg.sender);
        if (share == Share.Platform) {
            amount = kept.platformOwed;
            kept.platformOwed = 0;
        } else {
            amount = kept.builderOwed;
            kept.builderOwed = 0;
        }
        if (amount == 0) revert NothingOwed();
        emit ShareWithdrawn(pool, share, to, amount);
        _send(currencyOf(pool), to, amount);
    }

    /// @notice The pool of an adapter in a currency.
    /// @param adapter the adapter's token
    /// @param token the currency, or zero for the coin
    /// @return its number, or zero if there is none
    function poolOf(uint256 adapter, address token) external view returns (uint256) {
        return _poolOf[adapter][token];
    }

    /// @notice How many pools there are.
    /// @return the count
    function pools() external view returns (uint256) {
        return _count;
    }

    /// @notice The adapter of a pool.
    /// @param pool the pool; one that does not exist reverts
    /// @return the adapter's token
    function adapterOf(uint256 pool) external view returns (uint256) {
        _requirePool(pool);
        return _pools[pool].adapter;
    }

    /// @notice The terms of a pool, with the operator of now.
    /// @param pool the pool; one that does not exist reverts
    /// @return who gets what
    function termsOf(uint256 pool) external view returns (Terms memory) {
        _requirePool(pool);
        Pool storage kept = _pools[pool];
        return Terms(
            kept.platform,
            kept.platformShare,
            kept.builderShare,
            kept.stakersShare,
            kept.delay,
            kept.operator,
            kept.guardian
        );
    }

    /// @notice What a pool owes the platform and the builder.
    /// @param pool the pool; one that does not exist reverts
    /// @return platform the platform's part
    /// @return builder the builder's part
    function owedOf(uint256 pool) external view returns (uint256 platform, uint256 builder) {
        _requirePool(pool);
        return (_pools[pool].platformOwed, _pools[pool].builderOwed);
    }

    /// @notice The currency of a pool or a pot.
    /// @param pool its number
    /// @return the token's address, or zero for the coin
    function currencyOf(uint256 pool) public pure returns (address) {
        return address(uint160(pool));
    }

    /// @dev Books a fee that is in the contract already.
    function _split(uint256 pool, address payer, uint256 fee) internal {
        Pool storage kept = _pools[pool];
        uint256 platform = fee * kept.platformShare / WHOLE;
        uint256 builder = fee * kept.builderShare / WHOLE;
        uint256 stakers = fee * kept.stakersShare / WHOLE;
        uint256 contributors = fee - platform - builder - stakers;
        if (platform != 0) kept.platformOwed += platform.toUint128();
        if (builder != 0) kept.builderOwed += builder.toUint128();
        if (stakers != 0) _fund(pool | STAKERS, stakers);
        if (contributors != 0) _fund(pool, contributors);
        emit FeePaid(pool, payer, fee, platform, builder, stakers, contributors);
    }

    /// @dev Takes an amount from the caller and gives what arrived. Callers hold the lock against reentrance.
    function _receive(address token, uint256 amount) internal returns (uint256 arrived) {
        if (token == address(0)) {
            if (msg.value != amount) revert WrongValue(amount, msg.value);
            arrived = amount;
        } else {
            if (msg.value != 0) revert WrongValue(0, msg.value);
            uint256 before = IERC20(token).balanceOf(address(this));
            IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
            arrived = IERC20(token).balanceOf(address(this)) - before;
        }
        if (arrived == 0) revert NothingReceived();
    }

    /// @dev Sends out; the books must show it before.
    function _send(address token, address to, uint256 amount) internal {
        if (token == address(0)) {
            bool sent;
            assembly ("memory-safe") {
                sent := call(gas(), to, amount, 0, 0, 0, 0)
            }
            if (!sent) revert NotReceived(to, amount);
        } else {
            IERC20(token).safeTransfer(to, amount);
        }
    }

    function _fund(uint256 pot, uint256 amount) private {
        Pot storage kept = _pots[pot];
        kept.funded = (kept.funded + amount).toUint96();
    }

    function _requirePool(uint256 pool) internal view {
        if (_pools[pool].operator == address(0)) revert NoSuchPool(pool);
    }
}
