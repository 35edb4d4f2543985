package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A transaction and the few contracts that it may reach, made by {@link Programs}.
 *
 * @param contracts what is there before
 * @param to the contract that is called
 */
record Program(
        List<Contract> contracts,
        Address to,
        BigInteger value,
        byte[] data,
        long gas,
        List<Transaction.Access> accessList) {

    /** Words of storage that programs use most: the first ones, each compared after the run. */
    static final int SLOTS = 8;

    static final Address SENDER = Address.parse("0x5000000000000000000000000000000000000001");
    static final Address COINBASE = Address.parse("0xc000000000000000000000000000000000000000");
    static final BigInteger SENDER_BALANCE = BigInteger.TEN.pow(18);
    static final BigInteger RANDOM = BigInteger.valueOf(0xabcdef);
    static final long NUMBER = 1_000;
    static final long TIMESTAMP = 0x7000_0000L;

    /** A contract with what it owns. */
    record Contract(Address address, byte[] code, BigInteger balance, Map<BigInteger, BigInteger> storage) {}

    /** This program with other code at one contract. */
    Program withCode(int index, byte[] code) {
        List<Contract> changed = new ArrayList<>(contracts);
        Contract old = changed.get(index);
        changed.set(index, new Contract(old.address(), code, old.balance(), old.storage()));
        return new Program(List.copyOf(changed), to, value, data, gas, accessList);
    }
}
