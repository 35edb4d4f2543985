package cultivar.wallet.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.codec.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Typed data beside another wallet's reading of the same, and what is refused. */
class TypedDataTest {
    private static final String ALL = """
        {"types":{
          "EIP712Domain":[{"name":"name","type":"string"},{"name":"chainId","type":"uint256"}],
          "Leaf":[{"name":"small","type":"int8"},{"name":"data","type":"bytes"},{"name":"four","type":"bytes4"}],
          "Branch":[{"name":"leaves","type":"Leaf[]"},{"name":"pair","type":"Leaf[2]"},{"name":"grid","type":"uint8[2][]"}],
          "Tree":[{"name":"owner","type":"address"},{"name":"big","type":"uint256"},{"name":"ok","type":"bool"},
                  {"name":"branch","type":"Branch"},{"name":"names","type":"string[]"},{"name":"none","type":"Leaf[]"}]},
         "primaryType":"Tree",
         "domain":{"name":"Größe","chainId":31337},
         "message":{"owner":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826",
           "big":"115792089237316195423570985008687907853269984665640564039457584007913129639935","ok":true,
           "branch":{"leaves":[{"small":-128,"data":"0x","four":"0x01020304"},{"small":127,"data":"0xff00","four":"0xffffffff"}],
                     "pair":[{"small":0,"data":"0x01","four":"0x00000000"},{"small":"-1","data":"0x02","four":"0xdeadbeef"}],
                     "grid":[[1,2],[3,255]]},
           "names":["","é"],"none":[]}}
        """;

    @Test
    void structuresInListsInStructures() {
        // As Foundry's cast has it; web3j's encoder comes to another hash, which other wallets do not verify.
        assertThat(Hex.encode(TypedData.parse(ALL).hash()))
                .isEqualTo("0xf7e66c28db86533de751ffe5ecc8eab8437e544b166bb4cda3c1b431b3875b74");
        assertThat(TypedData.parse(ALL).chainId()).contains(java.math.BigInteger.valueOf(31_337));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"small\":-128|\"small\":-129|leaves[0].small does not fit into int8",
                "\"small\":127|\"small\":128|leaves[1].small does not fit",
                "\"small\":127|\"small\":1.5|no whole number",
                "[3,255]|[3,256]|grid[1][1] does not fit into uint8",
                "[3,255]|[3]|no list of 2",
                "\"ok\":true|\"ok\":1|neither true nor false",
                "\"ok\":true,||message.ok is missing",
                "\"ok\":true|\"ok\":true,\"extra\":1|has a member that its type does not have",
                "0x01020304|0x010203|is no bytes4",
                "0xff00|0xff0|not hexadecimal",
                "0xff00|ff00|does not begin with 0x",
                "0xCD2a3d|0xcD2a3d|is no address",
                "\"names\":[\"\"|\"names\":[5|is no text",
                "\"int8\"|\"int9\"|not known",
                "\"bytes4\"|\"bytes40\"|is no bytes40",
                "\"primaryType\":\"Tree\"|\"primaryType\":\"Wood\"|not among its types",
                "\"ok\":true|\"ok\":true,\"ok\":false|no JSON",
                "\"EIP712Domain\"|\"Domain\"|EIP712Domain is missing"
            })
    void whatDoesNotFitIsNamed(String from, String to, String message) {
        String text = ALL.replace(from, to == null ? "" : to);
        assertThat(text).isNotEqualTo(ALL);
        assertThatThrownBy(() -> TypedData.parse(text).hash())
                .isInstanceOf(WalletException.class)
                .hasMessageStartingWith("This is not typed data that can be signed: ")
                .hasMessageContaining(message);
    }

    @Test
    void aStructureThatHoldsItselfEnds() {
        String text = """
            {"types":{"EIP712Domain":[],"Node":[{"name":"next","type":"Node[]"}]},"primaryType":"Node","domain":{},
             "message":{"next":[%s]}}\
            """;
        String deep = "{\"next\":[".repeat(100) + "]}".repeat(100);
        assertThat(TypedData.parse(text.formatted("{\"next\":[]}")).hash()).hasSize(32);
        assertThatThrownBy(() -> TypedData.parse(text.formatted(deep)).hash()).hasMessageContaining("too deep");
    }
}
