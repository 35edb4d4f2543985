package cultivar.wallet.chain;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.web3j.protocol.Service;

/** web3j's way to the development chain: the same requests as to a node, without a socket. */
public final class DevChainService extends Service {
    private final DevChainRpc rpc;

    DevChainService(DevChainRpc rpc) {
        super(false);
        this.rpc = rpc;
    }

    @Override
    protected InputStream performIO(String payload) {
        return new ByteArrayInputStream(rpc.answer(payload).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        // The chain has nothing open between requests.
    }
}
