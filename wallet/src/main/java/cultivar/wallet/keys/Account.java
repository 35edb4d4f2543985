package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;

/**
 * One account of a wallet.
 *
 * @param index its place {@code i} in m/44'/60'/0'/0/i
 * @param name what its owner calls it
 * @param address its address
 */
public record Account(int index, String name, Address address) {}
