// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Pools} from "./Pools.sol";

/// @title Channels
/// @notice Prepaid use of an adapter: somebody deposits once, signs a voucher for each answer without a transaction, and
/// the last voucher pays for all of them.
/// @dev Rules. (1) A voucher says how much of the deposit is spent in all, so a newer one replaces those before it. It is
/// typed data (EIP-712) whose domain binds chain and contract, and channels are numbered and never reused, so no voucher
/// can be played twice. (2) Anybody may redeem a voucher: the fee goes to the adapter's pool and nowhere else. (3) Only
/// the payer closes a channel; for a day after that vouchers can still be redeemed, then the payer gets the rest. A host
/// that redeems at least daily, or when it sees the closing, loses nothing. (4) A redeemed voucher is final. (5) A
/// deposit is what really arrived. (6) No one else can touch a deposit, and nothing can be paused.
abstract contract Channels is Pools, EIP712 {
    using SafeCast for uint256;

    /// @notice A deposit and what was spent of it.
    /// @param payer who deposited and gets the rest
    /// @param deposit what arrived; what is spent already, once the rest was paid back
    /// @param signer whose vouchers count
    /// @param spent what was redeemed
    /// @param pool where fees go
    /// @param closesAt when the rest can be taken back, in seconds since 1970; zero while it is open
    struct Channel {
        address payer;
        uint96 deposit;
        address signer;
        uint96 spent;
        uint256 pool;
        uint40 closesAt;
    }

    /// @notice A channel was opened.
    /// @param channel its number, counted from one
    /// @param pool where fees go
    /// @param payer who deposited
    /// @param signer whose vouchers count
    /// @param deposit what arrived
    event ChannelOpened(
        uint256 indexed channel, uint256 indexed pool, address indexed payer, address signer, uint256 deposit
    );

    /// @notice The deposit grew.
    /// @param channel the channel
    /// @param amount what arrived
    event ChannelToppedUp(uint256 indexed channel, uint256 amount);

    /// @notice A voucher was redeemed.
    /// @param channel the channel
    /// @param cumulative what is spent in all
    /// @param amount what this voucher added
    event VoucherRedeemed(uint256 indexed channel, uint256 cumulative, uint256 amount);

    /// @notice The payer is closing the channel.
    /// @param channel the channel
    /// @param closesAt when the rest can be taken back, in seconds since 1970
    event ChannelClosing(uint256 indexed channel, uint256 closesAt);

    /// @notice The payer took the rest; the channel is spent.
    /// @param channel the channel
    /// @param to where it went
    /// @param amount how much
    event ChannelRefunded(uint256 indexed channel, address indexed to, uint256 amount);

    /// @notice Only the payer can do this.
    error NotPayer(address payer, address caller);

    /// @notice The voucher is not signed by the channel's signer.
    error BadVoucher(uint256 channel, address signer);

    /// @notice The voucher spends no more than is redeemed already.
    error OldVoucher(uint256 spent, uint256 cumulative);

    /// @notice The voucher spends more than was deposited.
    error MoreThanDeposited(uint256 deposit, uint256 cumulative);

    /// @notice The channel is closing already.
    error ChannelClosed(uint256 closesAt);

    /// @notice The channel must be closed first, and its day must be over.
    error NotClosed(uint256 closesAt);

    uint40 private constant CLOSING = 1 days;
    bytes32 private constant VOUCHER = keccak256("Voucher(uint256 channel,uint256 cumulative)");

    uint256 private _count;
    mapping(uint256 channel => Channel) private _channels;

    /// @notice Opens a channel with a deposit.
    /// @param pool where fees go
    /// @param signer whose vouchers count; zero for the caller
    /// @param amount the deposit; of a token it is drawn from the caller, of the coin it must be sent along
    /// @return channel its number
    function openChannel(uint256 pool, address signer, uint256 amount)
        external
        payable
        nonReentrant
        returns (uint256 channel)
    {
        _requirePool(pool);
        uint96 arrived = _receive(currencyOf(pool), amount).toUint96();
        channel = ++_count;
        address counts = signer == address(0) ? msg.sender : signer;
        _channels[channel] = Channel(msg.sender, arrived, counts, 0, pool, 0);
        emit ChannelOpened(channel, pool, msg.sender, counts, arrived);
    }

    /// @notice Adds to the deposit of a channel that is not closing.
    /// @param channel the channel
    /// @param amount as for {openChannel}
    function topUp(uint256 channel, uint256 amount) external payable nonReentrant {
        Channel storage kept = _mine(channel);
        if (kept.closesAt != 0) revert ChannelClosed(kept.closesAt);
        uint96 arrived = _receive(currencyOf(kept.pool), amount).toUint96();
        kept.deposit += arrived;
        emit ChannelToppedUp(channel, arrived);
    }

    /// @notice Redeems a voucher: what it adds to the redeemed ones goes to the pool.
    /// @param channel the channel
    /// @param cumulative what is spent in all
    /// @param signature the signer's, over the voucher
    /// @return amount what it added
    function redeem(uint256 channel, uint256 cumulative, bytes calldata signature)
        external
        nonReentrant
        returns (uint256 amount)
    {
        Channel storage kept = _channels[channel];
        if (cumulative <= kept.spent) revert OldVoucher(kept.spent, cumulative);
        if (cumulative > kept.deposit) revert MoreThanDeposited(kept.deposit, cumulative);
        if (!SignatureChecker.isValidSignatureNow(kept.signer, voucherHash(channel, cumulative), signature)) {
            revert BadVoucher(channel, kept.signer);
        }
        amount = cumulative - kept.spent;
        kept.spent = cumulative.toUint96();
        emit VoucherRedeemed(channel, cumulative, amount);
        _split(kept.pool, kept.payer, amount);
    }

    /// @notice Begins to close a channel.
    /// @param channel the channel
    function close(uint256 channel) external {
        Channel storage kept = _mine(channel);
        if (kept.closesAt != 0) revert ChannelClosed(kept.closesAt);
        kept.closesAt = uint40(block.timestamp) + CLOSING;
        emit ChannelClosing(channel, kept.closesAt);
    }

    /// @notice Pays back what is left of a closed channel.
    /// @param channel the channel
    /// @param to where it goes
    /// @return amount how much
    function refund(uint256 channel, address to) external nonReentrant returns (uint256 amount) {
        Channel storage kept = _mine(channel);
        if (kept.closesAt == 0 || block.timestamp < kept.closesAt) revert NotClosed(kept.closesAt);
        amount = kept.deposit - kept.spent;
        if (amount == 0) revert NothingOwed();
        kept.deposit = kept.spent;
        emit ChannelRefunded(channel, to, amount);
        _send(currencyOf(kept.pool), to, amount);
    }

    /// @notice A channel.
    /// @param channel its number
    /// @return the channel; all zero if there is none
    function channelOf(uint256 channel) external view returns (Channel memory) {
        return _channels[channel];
    }

    /// @notice How many channels there are; they are numbered from one to this.
    /// @return the count
    function channels() external view returns (uint256) {
        return _count;
    }

    /// @notice What the signer of a voucher signs.
    /// @param channel the channel
    /// @param cumulative what is spent in all
    /// @return the hash of the typed data
    function voucherHash(uint256 channel, uint256 cumulative) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(VOUCHER, channel, cumulative)));
    }

    function _mine(uint256 channel) private view returns (Channel storage kept) {
        kept = _channels[channel];
        if (msg.sender != kept.payer) revert NotPayer(kept.payer, msg.sender);
    }
}
