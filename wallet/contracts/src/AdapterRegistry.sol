// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @title Adapter registry
/// @notice One token for each fine-tuned adapter that somebody publishes. A registration ties the adapter's content
/// to the base model, to the manifest that describes how it was made, and to the datanet versions that it learnt from.
/// Anyone who holds the files can recompute every hash in it.
contract AdapterRegistry is ERC721 {
    /// @notice What the chain keeps about one adapter.
    /// @param adapterHash content hash of the adapter's files
    /// @param baseHash content hash of the base model's files
    /// @param manifestHash keccak256 of the manifest's canonical JSON
    /// @param datanetsHash keccak256 of the datanet roots, packed in the order of registration
    /// @param creator account that registered the adapter; it stays when the token moves
    /// @param registeredAt time of the block in seconds since 1970
    struct Registration {
        bytes32 adapterHash;
        bytes32 baseHash;
        bytes32 manifestHash;
        bytes32 datanetsHash;
        address creator;
        uint64 registeredAt;
    }

    /// @notice An adapter was registered.
    /// @param tokenId number of the token, counted from one
    /// @param adapterHash content hash of the adapter's files
    /// @param creator account that registered it and got the token
    /// @param baseHash content hash of the base model's files
    /// @param manifestHash keccak256 of the manifest's canonical JSON
    /// @param datanetRoots Merkle root of each datanet version that it learnt from
    /// @param uri where the manifest may be fetched, or nothing
    event AdapterRegistered(
        uint256 indexed tokenId,
        bytes32 indexed adapterHash,
        address indexed creator,
        bytes32 baseHash,
        bytes32 manifestHash,
        bytes32[] datanetRoots,
        string uri
    );

    /// @notice This adapter is registered already, as the token named here.
    error AlreadyRegistered(bytes32 adapterHash, uint256 tokenId);

    /// @notice A hash that must name something is zero.
    error EmptyHash(string field);

    /// @notice No adapter learns from nothing: at least one datanet root is needed.
    error NoDatanets();

    /// @notice No adapter with this hash is registered.
    error NotRegistered(bytes32 adapterHash);

    uint256 private _count;
    mapping(uint256 tokenId => Registration) private _registrations;
    mapping(uint256 tokenId => string) private _uris;
    mapping(bytes32 adapterHash => uint256) private _tokens;

    constructor() ERC721("Cultivar adapter", "CULTIVAR") {}

    /// @notice Registers an adapter once and gives the caller its token.
    /// @dev The token is minted without asking the receiver, so that a contract account needs no hook.
    /// @param adapterHash content hash of the adapter's files; each may be registered once
    /// @param baseHash content hash of the base model's files
    /// @param manifestHash keccak256 of the manifest's canonical JSON
    /// @param datanetRoots Merkle root of each datanet version, at least one
    /// @param uri where the manifest may be fetched, or nothing
    /// @return tokenId the new token's number
    function register(
        bytes32 adapterHash,
        bytes32 baseHash,
        bytes32 manifestHash,
        bytes32[] calldata datanetRoots,
        string calldata uri
    ) external returns (uint256 tokenId) {
        if (adapterHash == 0) revert EmptyHash("adapterHash");
        if (baseHash == 0) revert EmptyHash("baseHash");
        if (manifestHash == 0) revert EmptyHash("manifestHash");
        if (datanetRoots.length == 0) revert NoDatanets();
        uint256 earlier = _tokens[adapterHash];
        if (earlier != 0) revert AlreadyRegistered(adapterHash, earlier);

        tokenId = ++_count;
        _tokens[adapterHash] = tokenId;
        _registrations[tokenId] = Registration({
            adapterHash: adapterHash,
            baseHash: baseHash,
            manifestHash: manifestHash,
            datanetsHash: keccak256(abi.encodePacked(datanetRoots)),
            creator: msg.sender,
            registeredAt: uint64(block.timestamp)
        });
        if (bytes(uri).length != 0) _uris[tokenId] = uri;
        _mint(msg.sender, tokenId);
        emit AdapterRegistered(tokenId, adapterHash, msg.sender, baseHash, manifestHash, datanetRoots, uri);
    }

    /// @notice What was registered under a token.
    /// @param tokenId the token's number
    /// @return the registration; a token that does not exist reverts
    function registrationOf(uint256 tokenId) external view returns (Registration memory) {
        _requireOwned(tokenId);
        return _registrations[tokenId];
    }

    /// @notice The token of an adapter.
    /// @param adapterHash content hash of the adapter's files
    /// @return tokenId its number; an adapter that is not registered reverts
    function tokenOf(bytes32 adapterHash) external view returns (uint256 tokenId) {
        tokenId = _tokens[adapterHash];
        if (tokenId == 0) revert NotRegistered(adapterHash);
    }

    /// @notice How many adapters are registered; their tokens are numbered from one to this.
    /// @return the count
    function registrations() external view returns (uint256) {
        return _count;
    }

    /// @notice Where the manifest of a token may be fetched.
    /// @param tokenId the token's number
    /// @return the address given at registration, or nothing
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        _requireOwned(tokenId);
        return _uris[tokenId];
    }
}
