// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Adapters} from "./Adapters.sol";
import {Channels} from "./Channels.sol";
import {Epochs} from "./Epochs.sol";
import {Pools} from "./Pools.sol";

/// @title Rewards
/// @notice Takes the fees of adapters, directly or by prepaid vouchers, shares each fee out exactly, and pays what
/// contributors and stakers earned by one Merkle root an epoch.
/// @dev The rules are at {Pools}, {Channels} and {Epochs}.
contract Rewards is Epochs, Channels {
    /// @param adapters_ where the adapters are
    constructor(Adapters adapters_) Pools(adapters_) EIP712("Cultivar rewards", "1") {}
}
