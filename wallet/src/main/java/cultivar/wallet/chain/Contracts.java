package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;

/** Where the contracts of this project lie on a network; they belong together, since each names the one before it. */
public record Contracts(Address datanets, Address adapters, Address rewards, Address stakes) {}
