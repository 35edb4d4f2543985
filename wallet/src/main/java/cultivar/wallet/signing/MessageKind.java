package cultivar.wallet.signing;

import java.util.List;

/**
 * A message of EIP-712 that the wallet knows.
 *
 * @param type its primary type
 * @param members name and type of each member, in their order
 * @param domain what its domain must say
 */
record MessageKind(String type, List<Member> members, Domain domain) {
    /** A member of the message. */
    record Member(String name, String type) {}

    /** What a domain must say. */
    enum Domain {
        /** This project's name and version and nothing else: the message is for no chain. */
        OURS,
        /** A chain and our contract of rewards on it, with that contract's name and version. */
        REWARDS,
        /** A chain and any token contract on it. */
        TOKEN
    }

    /** All that are known. */
    static List<MessageKind> all() {
        return List.of(
                of(
                        "Contribution",
                        Domain.OURS,
                        "datanet string",
                        "contributor address",
                        "rows uint256",
                        "licences string[]",
                        "root bytes32",
                        "rowsHash bytes32",
                        "created string",
                        "note string"),
                of("Voucher", Domain.REWARDS, "channel uint256", "cumulative uint256"),
                of(
                        "Publication",
                        Domain.OURS,
                        "name string",
                        "network string",
                        "chainId uint256",
                        "creator address",
                        "manifest bytes32",
                        "contents bytes32",
                        "signed string"),
                of(
                        "Permit",
                        Domain.TOKEN,
                        "owner address",
                        "spender address",
                        "value uint256",
                        "nonce uint256",
                        "deadline uint256"));
    }

    private static MessageKind of(String type, Domain domain, String... members) {
        return new MessageKind(
                type,
                List.of(members).stream()
                        .map(member -> member.split(" ", -1))
                        .map(parts -> new Member(parts[0], parts[1]))
                        .toList(),
                domain);
    }
}
