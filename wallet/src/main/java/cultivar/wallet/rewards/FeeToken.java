package cultivar.wallet.rewards;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.ContractView;
import cultivar.wallet.registry.Detail;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.protocol.core.RemoteFunctionCall;

/** A token (ERC-20) that fees are paid in: what an account has of it, and what it lets a contract take. */
public final class FeeToken {
    private final Address token;
    private final ChainClient client;
    private final ContractView view;

    /** The token at this address. */
    public FeeToken(ChainClient client, Address token) {
        this.token = token;
        this.client = client;
        this.view = new ContractView(client, token);
    }

    /**
     * What an account has, in smallest units.
     *
     * @throws cultivar.wallet.chain.ChainException if there is no token at the address
     */
    public BigInteger balance(Address account) {
        return number("balanceOf", address(account));
    }

    /** What a spender may still take from its owner, in smallest units. */
    public BigInteger allowance(Address owner, Address spender) {
        return number("allowance", address(owner), address(spender));
    }

    /** Whether the token lets its owner put this permission in the place of another that is not used up; some do not. */
    public boolean permits(Address owner, ContractCall allow) {
        try {
            client.call(owner, token, allow.data());
            return true;
        } catch (RevertedException e) {
            return false;
        }
    }

    /** Lets a spender take so many smallest units, in place of what it might take before. */
    public ContractCall allow(Address spender, BigInteger amount) {
        return new ContractCall(
                token,
                BigInteger.ZERO,
                Hex.decode(
                        call("approve", address(spender), new Uint256(amount)).encodeFunctionCall()),
                List.of(
                        new Detail("What happens", "Lets the rewards take a fee in a token"),
                        new Detail("Token", token.toString())));
    }

    private BigInteger number(String function, Type<?>... arguments) {
        return view.read(call(function, arguments), BigInteger.class);
    }

    private static RemoteFunctionCall<BigInteger> call(String name, Type<?>... arguments) {
        Function function = new Function(name, List.of(arguments), List.of(new TypeReference<Uint256>() {}));
        return new RemoteFunctionCall<>(function, () -> {
            throw new UnsupportedOperationException("the view asks the chain itself");
        });
    }

    private static Type<?> address(Address account) {
        return new org.web3j.abi.datatypes.Address(account.hex());
    }
}
