// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Pools} from "./Pools.sol";

/// @title Epochs
/// @notice Pays contributors and stakers what they earned: each epoch one Merkle root says what every account has earned
/// in all since the beginning, and each account takes what it has not taken yet.
/// @dev Rules. (1) A leaf is keccak256(keccak256(abi.encode(scope, account, cumulative))), an OpenZeppelin
/// StandardMerkleTree over (bytes32, address, uint256); {scopeOf} binds chain, contract and pot. (2) The operator posts
/// a root, and it waits for the pool's delay. Until then the root before it pays, and nothing else can be posted. (3)
/// While it waits the guardian may challenge it, which removes it; after three challenges of one epoch the next root of
/// that epoch stands, so that no guardian can withhold money for ever. (4) A root that paid once pays for ever:
/// replaced roots stay provable through {historyOf}, and an operator who forgets somebody takes nothing from them. (5) No
/// pot pays more than its fees brought in, whatever its roots say; a claim that finds less is paid in part and keeps its
/// right to the rest. (6) Anybody may send a claim, and the coin goes to the account that earned it; an account that
/// cannot receive coin claims to another address. (7) The adapter's owner appoints the operator; when no root came for
/// half a year the guardian may. A hostile operator whose guardian sleeps can allot a pot's unclaimed money to others
/// after the delay: until then everybody can take out what the root before gave them.
abstract contract Epochs is Pools {
    /// @notice One of several claims.
    /// @param pot the pot
    /// @param cumulative what the leaf says: all that the account ever earned there
    /// @param proof the siblings from the leaf to the root
    struct Claim {
        uint256 pot;
        uint256 cumulative;
        bytes32[] proof;
    }

    /// @notice A pot's state.
    /// @param funded all that came in
    /// @param claimed all that went out
    /// @param epoch number of the last root, counted from one; zero before the first
    /// @param readyAt when the last root pays, in seconds since 1970
    /// @param last the last root, or zero before the first
    /// @param before the root of the epoch before; a value that no tree has, if there was none
    struct PotState {
        uint256 funded;
        uint256 claimed;
        uint256 epoch;
        uint256 readyAt;
        bytes32 last;
        bytes32 before;
    }

    /// @dev What an account has taken from a pot; a structure, so that its place is computed once.
    struct Taken {
        uint256 amount;
    }

    /// @dev How often the root of an epoch was challenged.
    struct Challenges {
        uint24 epoch;
        uint8 count;
    }

    /// @notice A root was posted and waits.
    /// @param pot the pot
    /// @param epoch its number
    /// @param root the root
    /// @param total sum of the tree's leaves
    /// @param readyAt when it pays, in seconds since 1970
    event RootPosted(uint256 indexed pot, uint256 indexed epoch, bytes32 indexed root, uint256 total, uint256 readyAt);

    /// @notice The guardian removed a root that waited.
    /// @param pot the pot
    /// @param epoch its number
    /// @param root the root
    /// @param left how many challenges of this epoch are left
    event RootChallenged(uint256 indexed pot, uint256 indexed epoch, bytes32 indexed root, uint256 left);

    /// @notice Somebody was paid.
    /// @param pot the pot
    /// @param account who had earned it
    /// @param amount how much
    event Claimed(uint256 indexed pot, address indexed account, uint256 amount);

    /// @notice Another account posts roots now.
    /// @param pool the pool
    /// @param operator the account
    event OperatorAppointed(uint256 indexed pool, address indexed operator);

    /// @notice Only the operator posts roots.
    error NotOperator(address operator, address caller);

    /// @notice Only the guardian challenges roots.
    error NotGuardian(address guardian, address caller);

    /// @notice The root before still waits; try again after this time.
    error RootWaits(uint256 readyAt);

    /// @notice No root waits.
    error NothingWaits();

    /// @notice A root cannot be zero.
    error EmptyRoot();

    /// @notice The tree shares out more than came in.
    error MoreThanFunded(uint256 total, uint256 funded);

    /// @notice This epoch was challenged as often as it may be.
    error NoChallengeLeft(uint256 epoch);

    /// @notice The leaf is under no root that pays.
    error BadProof(uint256 pot, address account, uint256 cumulative);

    /// @notice Everything was claimed, or the pot is empty.
    error NothingToClaim();

    /// @notice The guardian cannot appoint an operator before this time.
    error NotSilent(uint256 until);

    /// @notice Nobody is no operator.
    error NoOperator();

    /// @dev Where the parts of a pot's first word begin.
    uint256 private constant CLAIMED = 96;
    uint256 private constant READY_AT = 192;
    uint256 private constant EPOCH = 232;

    uint8 private constant MOST_CHALLENGES = 3;
    uint256 private constant SILENCE = 180 days;

    mapping(uint256 pot => mapping(address account => Taken)) private _claimed;
    mapping(uint256 pot => Challenges) private _challenges;

    /// @notice Posts the root of the next epoch.
    /// @dev The first root fills the words that later ones reuse, so that those cost less.
    /// @param pot the pot
    /// @param root the root
    /// @param total sum of the tree's leaves; no more than came in
    function post(uint256 pot, bytes32 root, uint256 total) external {
        Pool storage pool = _pools[pot & ~STAKERS];
        if (msg.sender != pool.operator) revert NotOperator(pool.operator, msg.sender);
        if (root == 0) revert EmptyRoot();
        Pot storage kept = _pots[pot];
        uint24 epoch = kept.epoch;
        if (block.timestamp < kept.readyAt) revert RootWaits(kept.readyAt);
        if (total > kept.funded) revert MoreThanFunded(total, kept.funded);
        if (epoch == 0) {
            bytes32 none = scopeOf(pot);
            kept.roots[0] = none;
            kept.history = none;
        } else {
            kept.history = _chain(kept.history, kept.roots[(epoch + 1) & 1]);
        }
        unchecked {
            ++epoch; // 16 million epochs of an hour each are 1900 years
        }
        kept.roots[epoch & 1] = root;
        uint40 readyAt = uint40(block.timestamp) + pool.delay;
        kept.readyAt = readyAt;
        kept.epoch = epoch;
        emit RootPosted(pot, epoch, root, total, readyAt);
    }

    /// @notice Removes the root that waits; the one before goes on paying.
    /// @param pot the pot
    function challenge(uint256 pot) external {
        address guardian = _pools[pot & ~STAKERS].guardian;
        if (msg.sender != guardian) revert NotGuardian(guardian, msg.sender);
        Pot storage kept = _pots[pot];
        uint24 epoch = kept.epoch;
        if (epoch == 0 || block.timestamp >= kept.readyAt) revert NothingWaits();
        Challenges storage challenges = _challenges[pot];
        if (challenges.epoch != epoch) {
            challenges.epoch = epoch;
            challenges.count = 0;
        }
        if (challenges.count == MOST_CHALLENGES) revert NoChallengeLeft(epoch);
        challenges.count += 1;
        bytes32 root = kept.roots[epoch & 1];
        kept.roots[epoch & 1] = scopeOf(pot);
        kept.epoch = epoch - 1;
        kept.readyAt = uint40(block.timestamp);
        emit RootChallenged(pot, epoch, root, MOST_CHALLENGES - challenges.count);
    }

    /// @notice Appoints who posts roots: the adapter's owner at any time, the guardian after half a year without a root.
    /// @param pool the pool
    /// @param operator the account
    function appoint(uint256 pool, address operator) external {
        _requirePool(pool);
        if (operator == address(0)) revert NoOperator();
        Pool storage kept = _pools[pool];
        address owner = adapters.ownerOf(kept.adapter);
        if (msg.sender != owner) {
            if (msg.sender != kept.guardian) revert NotAdapterOwner(kept.adapter, msg.sender);
            uint256 until = kept.openedAt;
            if (_pots[pool].readyAt > until) until = _pots[pool].readyAt;
            if (_pots[pool | STAKERS].readyAt > until) until = _pots[pool | STAKERS].readyAt;
            until += SILENCE;
            if (block.timestamp < until) revert NotSilent(until);
        }
        kept.operator = operator;
        emit OperatorAppointed(pool, operator);
    }

    /// @notice Claims what the caller earned.
    /// @param pot the pot
    /// @param cumulative what the leaf says: all that the caller ever earned there
    /// @param proof the siblings from the leaf to the root
    function claim(uint256 pot, uint256 cumulative, bytes32[] calldata proof) external {
        _send(currencyOf(pot), msg.sender, _paid(pot, msg.sender, cumulative, proof));
    }

    /// @notice Claims for an account; anybody may send it, and the account is paid.
    /// @param pot the pot
    /// @param account who earned it
    /// @param cumulative what the leaf says: all that the account ever earned there
    /// @param proof the siblings from the leaf to the root
    /// @return amount what was paid
    function claimFor(uint256 pot, address account, uint256 cumulative, bytes32[] calldata proof)
        external
        returns (uint256 amount)
    {
        amount = _paid(pot, account, cumulative, proof);
        _send(currencyOf(pot), account, amount);
    }

    /// @notice Makes several claims of the caller in one transaction. A claim that has nothing left is passed over, since
    /// somebody may have sent it before.
    /// @param claims the claims
    /// @param to where all of it goes
    function claimMany(Claim[] calldata claims, address to) external {
        bool paid = false;
        for (uint256 i = 0; i < claims.length; ++i) {
            Claim calldata one = claims[i];
            uint256 amount = _proven(one.pot, msg.sender, one.cumulative, one.proof);
            if (amount != 0) {
                paid = true;
                _send(currencyOf(one.pot), to, amount);
            }
        }
        if (!paid) revert NothingToClaim();
    }

    /// @notice Claims for an account under a root that paid once and was replaced.
    /// @param pot the pot
    /// @param account who earned it
    /// @param cumulative what the leaf says: all that the account ever earned there
    /// @param proof the siblings from the leaf to the replaced root
    /// @param before the history until that root was replaced
    /// @param later the roots that were replaced after it, in their order
    /// @return amount what was paid
    function claimReplaced(
        uint256 pot,
        address account,
        uint256 cumulative,
        bytes32[] calldata proof,
        bytes32 before,
        bytes32[] calldata later
    ) external returns (uint256 amount) {
        bytes32 history = _chain(before, _rootOf(pot, account, cumulative, proof));
        for (uint256 i = 0; i < later.length; ++i) {
            history = _chain(history, later[i]);
        }
        if (history != _pots[pot].history) revert BadProof(pot, account, cumulative);
        amount = _payReplaced(pot, account, cumulative);
    }

    /// @notice What an account has taken from a pot.
    /// @param pot the pot
    /// @param account the account
    /// @return the sum of its claims
    function claimedOf(uint256 pot, address account) external view returns (uint256) {
        return _claimed[pot][account].amount;
    }

    /// @notice The state of a pot.
    /// @param pot the pot
    /// @return the state; all zero if there is no such pot
    function potOf(uint256 pot) external view returns (PotState memory) {
        Pot storage kept = _pots[pot];
        uint256 last = kept.epoch & 1;
        bool any = kept.epoch != 0;
        return PotState(
            kept.funded,
            kept.claimed,
            kept.epoch,
            kept.readyAt,
            any ? kept.roots[last] : bytes32(0),
            any ? kept.roots[last ^ 1] : bytes32(0)
        );
    }

    /// @notice The chain over a pot's replaced roots: it begins with the pot's scope, and each root that is replaced makes
    /// it keccak256(abi.encode(chain, root)). The scope stands for a root that was challenged, or where none was before.
    /// @param pot the pot
    /// @return the chain
    function historyOf(uint256 pot) external view returns (bytes32) {
        return _pots[pot].history;
    }

    /// @notice What the leaves of a pot begin with.
    /// @param pot the pot
    /// @return keccak256 over the chain's number, this contract and the pot
    function scopeOf(uint256 pot) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), pot));
    }

    function _payReplaced(uint256 pot, address account, uint256 cumulative) private returns (uint256 amount) {
        amount = _take(pot, account, cumulative, _books(_pots[pot]));
        if (amount == 0) revert NothingToClaim();
        _send(currencyOf(pot), account, amount);
    }

    /// @dev As {_proven}, where nothing to pay is an error.
    function _paid(uint256 pot, address account, uint256 cumulative, bytes32[] calldata proof)
        private
        returns (uint256 amount)
    {
        amount = _proven(pot, account, cumulative, proof);
        if (amount == 0) revert NothingToClaim();
    }

    /// @dev Books what is left of a leaf under a root that pays.
    function _proven(uint256 pot, address account, uint256 cumulative, bytes32[] calldata proof)
        private
        returns (uint256)
    {
        bytes32 root = _rootOf(pot, account, cumulative, proof);
        Pot storage kept = _pots[pot];
        uint256 books = _books(kept);
        uint256 last = (books >> EPOCH) & 1;
        // While the last root waits, the one before is the only one that pays.
        bool waits = block.timestamp < uint40(books >> READY_AT);
        if (root != kept.roots[waits ? last ^ 1 : last] && (waits || root != kept.roots[last ^ 1])) {
            revert BadProof(pot, account, cumulative);
        }
        return _take(pot, account, cumulative, books);
    }

    /// @dev The root that leaf and proof lead to. In assembly, since most of a claim's own cost is here: the same as
    /// OpenZeppelin's MerkleProof.processProof over the leaf of rule 1.
    function _rootOf(uint256 pot, address account, uint256 cumulative, bytes32[] calldata proof)
        private
        view
        returns (bytes32 root)
    {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, chainid())
            mstore(add(free, 0x20), address())
            mstore(add(free, 0x40), pot)
            mstore(free, keccak256(free, 0x60))
            mstore(add(free, 0x20), account)
            mstore(add(free, 0x40), cumulative)
            mstore(0x00, keccak256(free, 0x60))
            root := keccak256(0x00, 0x20)
            let end := add(proof.offset, shl(5, proof.length))
            for { let next := proof.offset } lt(next, end) { next := add(next, 0x20) } {
                let sibling := calldataload(next)
                let place := shl(5, gt(root, sibling))
                mstore(place, root)
                mstore(xor(place, 0x20), sibling)
                root := keccak256(0x00, 0x40)
            }
        }
    }

    /// @dev A pot's first word: funded, claimed, readyAt and epoch, from the lowest bit up. Read once for a claim.
    function _books(Pot storage kept) private view returns (uint256 books) {
        assembly ("memory-safe") {
            books := sload(kept.slot)
        }
    }

    /// @dev Books what the account has not taken yet, as far as the pot reaches.
    function _take(uint256 pot, address account, uint256 cumulative, uint256 books) private returns (uint256 amount) {
        Taken storage mine = _claimed[pot][account];
        uint256 taken = mine.amount;
        if (cumulative <= taken) return 0;
        Pot storage kept = _pots[pot];
        unchecked {
            amount = cumulative - taken;
            uint256 left = uint256(uint96(books)) - uint96(books >> CLAIMED);
            if (amount > left) amount = left;
            if (amount == 0) return 0;
            mine.amount = taken + amount; // at most what was funded, which fits into 96 bits
            books += amount << CLAIMED;
        }
        assembly ("memory-safe") {
            sstore(kept.slot, books)
        }
        emit Claimed(pot, account, amount);
    }

    function _chain(bytes32 history, bytes32 root) private pure returns (bytes32) {
        return keccak256(abi.encode(history, root));
    }
}
