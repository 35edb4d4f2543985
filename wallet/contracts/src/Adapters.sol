// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Datanets} from "./Datanets.sol";

/// @title Adapters
/// @notice One token for each fine-tuned adapter that somebody publishes. A registration ties the adapter's content to
/// the base model, to the manifest that says how it was made, to the datanet versions that it learnt from and to the
/// adapters that it was grown from. Anyone who holds the files can recompute every hash in it.
/// @dev Rules. (1) The number of a token is the hash of the adapter, so an adapter is registered once. (2) One word of
/// storage commits to all fields; the fields themselves are in the event, and {commitmentOf} gives the block to look
/// in. The commitment is the first 208 bits of keccak256 over abi.encode(creator, adapterHash, baseHash, manifestHash,
/// sources, parents), as the event has them. (3) Nothing registered can be changed
/// or withdrawn. (4) Every datanet version and every parent must be on the chain before. (5) A registration shows who
/// came first with a hash, not who trained: who fears to be overtaken sends the transaction where nobody sees it before
/// its block. (6) A royalty is set at most once, by the owner of that time, and is at most a tenth; none costs nothing.
/// (7) No coin is taken, nothing can be paused, and there is no key over the contract.
contract Adapters is ERC721, IERC2981, IERC4906 {
    /// @notice A version of a datanet, as the caller names it.
    /// @param datanet the datanet's number
    /// @param number the version's number
    struct VersionRef {
        uint256 datanet;
        uint256 number;
    }

    /// @notice A version of a datanet with its content.
    /// @param datanet the datanet's number
    /// @param number the version's number
    /// @param root Merkle root of its rows
    struct Source {
        uint256 datanet;
        uint256 number;
        bytes32 root;
    }

    /// @dev What is kept of a registration: a word.
    struct Commitment {
        bytes26 hash;
        uint48 blockNumber;
    }

    /// @dev A royalty in ten-thousandths of a price.
    struct Royalty {
        address receiver;
        uint96 basisPoints;
    }

    /// @notice An adapter was registered.
    /// @param adapter hash of the adapter's files, which is the token's number
    /// @param baseHash content hash of the base model's files
    /// @param creator account that registered it and got the token
    /// @param manifestHash keccak256 of the manifest's canonical JSON
    /// @param sources the datanet versions that it learnt from, in the manifest's order
    /// @param parents the adapters that it was grown from
    event AdapterRegistered(
        uint256 indexed adapter,
        bytes32 indexed baseHash,
        address creator,
        bytes32 manifestHash,
        Source[] sources,
        uint256[] parents
    );

    /// @notice A royalty was set, for good.
    /// @param adapter the token's number
    /// @param receiver who gets it
    /// @param basisPoints ten-thousandths of a price
    event RoyaltySet(uint256 indexed adapter, address indexed receiver, uint96 basisPoints);

    /// @notice This adapter is registered already.
    error RegisteredAlready(uint256 adapter, address owner);

    /// @notice A hash that must name something is zero.
    error EmptyHash(string field);

    /// @notice No adapter learns from nothing: at least one datanet version is needed.
    error NoDatanets();

    /// @notice A parent is not registered.
    error UnknownParent(uint256 parent);

    /// @notice The caller neither owns the adapter nor is approved for it.
    error NotOwner(uint256 adapter, address caller);

    /// @notice The royalty was set before and stays.
    error RoyaltyFixed(uint256 adapter);

    /// @notice A royalty names a receiver and is at most 1000 ten-thousandths.
    error BadRoyalty(address receiver, uint96 basisPoints);

    uint96 private constant HIGHEST_ROYALTY = 1_000;
    uint256 private constant WHOLE = 10_000;

    /// @notice The datanets that adapters learn from.
    Datanets public immutable datanets;

    mapping(uint256 adapter => Commitment) private _commitments;
    mapping(uint256 adapter => string) private _uris;
    mapping(uint256 adapter => Royalty) private _royalties;

    /// @param datanets_ where the datanets are
    constructor(Datanets datanets_) ERC721("Cultivar adapter", "ADAPTER") {
        datanets = datanets_;
    }

    /// @notice Registers an adapter once and gives the caller its token.
    /// @dev The token is minted without asking the receiver, so that a contract account needs no hook.
    /// @param adapterHash content hash of the adapter's files
    /// @param baseHash content hash of the base model's files
    /// @param manifestHash keccak256 of the manifest's canonical JSON
    /// @param versions the datanet versions that it learnt from, at least one
    /// @param parents the adapters that it was grown from, each registered before
    /// @return adapter the token's number: the adapter's hash
    function register(
        bytes32 adapterHash,
        bytes32 baseHash,
        bytes32 manifestHash,
        VersionRef[] calldata versions,
        uint256[] calldata parents
    ) external returns (uint256 adapter) {
        if (adapterHash == 0) revert EmptyHash("adapterHash");
        if (baseHash == 0) revert EmptyHash("baseHash");
        if (manifestHash == 0) revert EmptyHash("manifestHash");
        if (versions.length == 0) revert NoDatanets();
        adapter = uint256(adapterHash);
        for (uint256 i = 0; i < parents.length; ++i) {
            if (_ownerOf(parents[i]) == address(0)) revert UnknownParent(parents[i]);
        }
        address earlier = _update(msg.sender, adapter, address(0));
        if (earlier != address(0)) revert RegisteredAlready(adapter, earlier);
        Source[] memory sources = _sources(versions);
        bytes32 hash = keccak256(abi.encode(msg.sender, adapterHash, baseHash, manifestHash, sources, parents));
        _commitments[adapter] = Commitment(bytes26(hash), uint48(block.number));
        emit AdapterRegistered(adapter, baseHash, msg.sender, manifestHash, sources, parents);
    }

    /// @notice Sets the token's address of more about it; the registration itself does not change.
    /// @param adapter the token's number
    /// @param uri where the manifest may be fetched, or nothing
    function describe(uint256 adapter, string calldata uri) external {
        _requireMine(adapter);
        _uris[adapter] = uri;
        emit MetadataUpdate(adapter);
    }

    /// @notice Sets the royalty of a token, once and for good.
    /// @param adapter the token's number
    /// @param receiver who gets it
    /// @param basisPoints ten-thousandths of a price, 1 to 1000
    function setRoyalty(uint256 adapter, address receiver, uint96 basisPoints) external {
        _requireMine(adapter);
        if (_royalties[adapter].receiver != address(0)) revert RoyaltyFixed(adapter);
        if (receiver == address(0) || basisPoints == 0 || basisPoints > HIGHEST_ROYALTY) {
            revert BadRoyalty(receiver, basisPoints);
        }
        _royalties[adapter] = Royalty(receiver, basisPoints);
        emit RoyaltySet(adapter, receiver, basisPoints);
        emit MetadataUpdate(adapter);
    }

    /// @notice Whether an adapter is registered.
    /// @param adapterHash content hash of the adapter's files
    /// @return true if it is
    function isRegistered(bytes32 adapterHash) external view returns (bool) {
        return _ownerOf(uint256(adapterHash)) != address(0);
    }

    /// @notice What the chain keeps of a registration.
    /// @param adapter the token's number; one that does not exist reverts
    /// @return hash the first 208 bits of the hash over all fields
    /// @return blockNumber the block whose event has the fields
    function commitmentOf(uint256 adapter) external view returns (bytes26 hash, uint48 blockNumber) {
        _requireOwned(adapter);
        Commitment storage kept = _commitments[adapter];
        return (kept.hash, kept.blockNumber);
    }

    /// @inheritdoc IERC2981
    function royaltyInfo(uint256 adapter, uint256 salePrice) external view returns (address, uint256) {
        Royalty storage royalty = _royalties[adapter];
        return (royalty.receiver, Math.mulDiv(salePrice, royalty.basisPoints, WHOLE));
    }

    /// @notice Where more about a token may be fetched.
    /// @param adapter the token's number; one that does not exist reverts
    /// @return the address that its owner gave, or nothing
    function tokenURI(uint256 adapter) public view override returns (string memory) {
        _requireOwned(adapter);
        return _uris[adapter];
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 id) public view override(ERC721, IERC165) returns (bool) {
        return id == type(IERC2981).interfaceId || id == bytes4(0x49064906) || super.supportsInterface(id);
    }

    function _sources(VersionRef[] calldata versions) private view returns (Source[] memory sources) {
        sources = new Source[](versions.length);
        for (uint256 i = 0; i < versions.length; ++i) {
            VersionRef calldata version = versions[i];
            bytes32 root = datanets.rootOf(version.datanet, version.number);
            sources[i] = Source(version.datanet, version.number, root);
        }
    }

    function _requireMine(uint256 adapter) private view {
        if (!_isAuthorized(_requireOwned(adapter), msg.sender, adapter)) revert NotOwner(adapter, msg.sender);
    }
}
