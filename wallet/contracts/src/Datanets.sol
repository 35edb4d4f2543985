// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Datanets
/// @notice One token for each datanet: a named collection of contributions that is published in versions. A version is
/// the Merkle root of its rows, so that anybody who holds the rows can recompute it. Versions are numbered from one and
/// only ever added: nothing that was published can be changed or taken back, by anybody.
/// @dev Rules. (1) A datanet is known by its creator and its name; nobody can take a name from somebody else, since two
/// creators may use the same one. (2) Only the token's owner, or whom the owner approved for it, publishes versions,
/// accepts contributions and changes the address of the card. (3) The chain does not see the rows: who publishes a root
/// first is not proven to have gathered them. The rows under a root name their contributors, and those are what rewards
/// go by. (4) No coin is taken, nothing can be paused, and there is no key over the contract.
contract Datanets is ERC721, IERC4906 {
    using SafeCast for uint256;

    /// @notice One published version.
    /// @param root Merkle root of the rows: an OpenZeppelin StandardMerkleTree over (bytes32 hash, address contributor)
    /// @param rows how many rows it has
    /// @param publishedAt time of the block in seconds since 1970
    /// @param uri where the rows may be fetched, or nothing
    struct Version {
        bytes32 root;
        uint64 rows;
        uint64 publishedAt;
        string uri;
    }

    /// @notice Rows of one contributor that the datanet takes in.
    /// @param contributor who gave them
    /// @param root Merkle root of those rows, made as a version's
    /// @param rows how many they are
    struct Contribution {
        address contributor;
        bytes32 root;
        uint64 rows;
    }

    /// @dev Where a root was published first.
    struct Place {
        uint128 datanet;
        uint128 number;
    }

    /// @notice A datanet was created.
    /// @param datanet its number, counted from one
    /// @param creator who created it and got its token
    /// @param name its name, once for each creator
    /// @param contentHash keccak256 of its card, or zero
    /// @param uri where the card may be fetched, or nothing
    event DatanetCreated(
        uint256 indexed datanet, address indexed creator, string name, bytes32 contentHash, string uri
    );

    /// @notice A version was published.
    /// @param datanet the datanet's number
    /// @param number the version's number, counted from one
    /// @param root Merkle root of the rows
    /// @param rows how many rows it has
    /// @param uri where the rows may be fetched, or nothing
    event VersionPublished(
        uint256 indexed datanet, uint256 indexed number, bytes32 indexed root, uint64 rows, string uri
    );

    /// @notice A contribution was accepted.
    /// @param datanet the datanet's number
    /// @param contributor who gave the rows
    /// @param root Merkle root of those rows
    /// @param rows how many they are
    event ContributionAccepted(
        uint256 indexed datanet, address indexed contributor, bytes32 indexed root, uint64 rows
    );

    /// @notice The caller has a datanet of this name already.
    error DatanetExists(uint256 datanet, string name);

    /// @notice A name has 1 to 64 bytes.
    error BadName(uint256 bytesGiven);

    /// @notice The caller neither owns the datanet nor is approved for it.
    error NotOwner(uint256 datanet, address caller);

    /// @notice A root that must name rows is zero.
    error EmptyRoot();

    /// @notice Nothing without rows can be published or accepted.
    error NoRows();

    /// @notice A contribution names nobody.
    error NoContributor();

    /// @notice The datanet has no version of this number.
    error NoSuchVersion(uint256 datanet, uint256 number);

    /// @notice This contribution was accepted before.
    error AcceptedAlready(uint256 datanet, address contributor, bytes32 root);

    uint256 private constant LONGEST_NAME = 64;

    uint256 private _count;
    mapping(bytes32 creatorAndName => uint256) private _byName;
    mapping(uint256 datanet => string) private _names;
    mapping(uint256 datanet => string) private _cards;
    mapping(uint256 datanet => bytes32) private _contentHashes;
    mapping(uint256 datanet => uint256) private _latest;
    mapping(uint256 datanet => mapping(uint256 number => Version)) private _versions;
    mapping(bytes32 root => Place) private _first;
    mapping(bytes32 contribution => uint256) private _acceptedAt;

    constructor() ERC721("Cultivar datanet", "DATANET") {}

    /// @notice Creates a datanet and gives the caller its token.
    /// @dev The token is minted without asking the receiver, so that a contract account needs no hook.
    /// @param name 1 to 64 bytes; the caller may use each name once
    /// @param contentHash keccak256 of the card that describes it, or zero
    /// @param uri where the card may be fetched, or nothing
    /// @return datanet its number
    function create(string calldata name, bytes32 contentHash, string calldata uri)
        external
        returns (uint256 datanet)
    {
        uint256 length = bytes(name).length;
        if (length == 0 || length > LONGEST_NAME) revert BadName(length);
        bytes32 key = keccak256(abi.encode(msg.sender, name));
        if (_byName[key] != 0) revert DatanetExists(_byName[key], name);
        datanet = ++_count;
        _byName[key] = datanet;
        _names[datanet] = name;
        _contentHashes[datanet] = contentHash;
        if (bytes(uri).length != 0) _cards[datanet] = uri;
        _mint(msg.sender, datanet);
        emit DatanetCreated(datanet, msg.sender, name, contentHash, uri);
    }

    /// @notice Publishes the next version.
    /// @param datanet the datanet's number
    /// @param root Merkle root of the rows
    /// @param rows how many rows it has, at least one
    /// @param uri where the rows may be fetched, or nothing
    /// @return number the version's number, one more than the last
    function publish(uint256 datanet, bytes32 root, uint64 rows, string calldata uri)
        external
        returns (uint256 number)
    {
        _requireMine(datanet);
        if (root == 0) revert EmptyRoot();
        if (rows == 0) revert NoRows();
        number = ++_latest[datanet];
        Version storage version = _versions[datanet][number];
        version.root = root;
        version.rows = rows;
        version.publishedAt = uint64(block.timestamp);
        if (bytes(uri).length != 0) version.uri = uri;
        if (_first[root].datanet == 0) _first[root] = Place(datanet.toUint128(), number.toUint128());
        emit VersionPublished(datanet, number, root, rows, uri);
    }

    /// @notice Accepts contributions, each once.
    /// @dev It names contributors and proves nothing of them: their signatures stay with the rows.
    /// @param datanet the datanet's number
    /// @param contributions who gave what
    function accept(uint256 datanet, Contribution[] calldata contributions) external {
        _requireMine(datanet);
        for (uint256 i = 0; i < contributions.length; ++i) {
            Contribution calldata given = contributions[i];
            if (given.contributor == address(0)) revert NoContributor();
            if (given.root == 0) revert EmptyRoot();
            if (given.rows == 0) revert NoRows();
            bytes32 key = keccak256(abi.encode(datanet, given.contributor, given.root));
            if (_acceptedAt[key] != 0) revert AcceptedAlready(datanet, given.contributor, given.root);
            _acceptedAt[key] = block.timestamp;
            emit ContributionAccepted(datanet, given.contributor, given.root, given.rows);
        }
    }

    /// @notice Changes where the card may be fetched.
    /// @param datanet the datanet's number
    /// @param contentHash keccak256 of the new card, or zero
    /// @param uri its address, or nothing
    function describe(uint256 datanet, bytes32 contentHash, string calldata uri) external {
        _requireMine(datanet);
        _contentHashes[datanet] = contentHash;
        _cards[datanet] = uri;
        emit MetadataUpdate(datanet);
    }

    /// @notice How many datanets there are; they are numbered from one to this.
    /// @return the count
    function datanets() external view returns (uint256) {
        return _count;
    }

    /// @notice The datanet that an account created under a name.
    /// @param creator the account
    /// @param name the name
    /// @return its number, or zero if there is none
    function datanetOf(address creator, string calldata name) external view returns (uint256) {
        return _byName[keccak256(abi.encode(creator, name))];
    }

    /// @notice The name of a datanet.
    /// @param datanet its number; one that does not exist reverts
    /// @return its name
    function nameOf(uint256 datanet) external view returns (string memory) {
        _requireOwned(datanet);
        return _names[datanet];
    }

    /// @notice Hash of a datanet's card.
    /// @param datanet its number; one that does not exist reverts
    /// @return keccak256 of the card, or zero
    function contentHashOf(uint256 datanet) external view returns (bytes32) {
        _requireOwned(datanet);
        return _contentHashes[datanet];
    }

    /// @notice How many versions a datanet has; they are numbered from one to this.
    /// @param datanet its number; one that does not exist reverts
    /// @return the count
    function versions(uint256 datanet) external view returns (uint256) {
        _requireOwned(datanet);
        return _latest[datanet];
    }

    /// @notice A version.
    /// @param datanet the datanet's number
    /// @param number the version's number; one that does not exist reverts
    /// @return the version
    function versionOf(uint256 datanet, uint256 number) external view returns (Version memory) {
        Version storage version = _versions[datanet][number];
        if (version.root == 0) revert NoSuchVersion(datanet, number);
        return version;
    }

    /// @notice The root of a version, for other contracts.
    /// @param datanet the datanet's number
    /// @param number the version's number; one that does not exist reverts
    /// @return root its Merkle root
    function rootOf(uint256 datanet, uint256 number) external view returns (bytes32 root) {
        root = _versions[datanet][number].root;
        if (root == 0) revert NoSuchVersion(datanet, number);
    }

    /// @notice Where a root was published first.
    /// @param root Merkle root of rows
    /// @return datanet the datanet's number, or zero if it was never published
    /// @return number the version's number
    function firstOf(bytes32 root) external view returns (uint256 datanet, uint256 number) {
        Place storage place = _first[root];
        return (place.datanet, place.number);
    }

    /// @notice When a contribution was accepted.
    /// @param datanet the datanet's number
    /// @param contributor who gave the rows
    /// @param root Merkle root of those rows
    /// @return seconds since 1970, or zero if it was not
    function acceptedAt(uint256 datanet, address contributor, bytes32 root) external view returns (uint256) {
        return _acceptedAt[keccak256(abi.encode(datanet, contributor, root))];
    }

    /// @notice Where the card of a datanet may be fetched.
    /// @param datanet its number; one that does not exist reverts
    /// @return the address, or nothing
    function tokenURI(uint256 datanet) public view override returns (string memory) {
        _requireOwned(datanet);
        return _cards[datanet];
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 id) public view override(ERC721, IERC165) returns (bool) {
        return id == bytes4(0x49064906) || super.supportsInterface(id);
    }

    function _requireMine(uint256 datanet) private view {
        if (!_isAuthorized(_requireOwned(datanet), msg.sender, datanet)) revert NotOwner(datanet, msg.sender);
    }
}
