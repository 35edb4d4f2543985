package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;

/** Copies keys and values of {@link #TOKENS} tokens between a sequence's cache and pages that outlive it. */
public final class CachePages implements AutoCloseable {
    /** Tokens of a page. */
    public static final int TOKENS = 32;

    private static final String SOURCE = """
          def kept(self: __torch__.K, C: List[Tensor], begin: int, end: int) -> Tensor:
            parts = annotate(List[Tensor], [])
            for i in range(torch.len(C)):
              _0 = torch.append(parts, torch.slice(torch.select(C[i], 1, 0), 2, begin, end))
            return torch.stack(parts, 0)
          def laid(self: __torch__.K, C: List[Tensor], page: Tensor, begin: int, end: int) -> Tensor:
            for i in range(torch.len(C)):
              _0 = torch.copy_(torch.slice(torch.select(C[i], 1, 0), 2, begin, end), torch.select(page, 0, i))
            return torch.select(page, 0, 0)
        """;

    private final Torch torch;
    private final TorchProgram program;
    private final long bytes;

    /** Keys and values of a page's tokens, {@code [layers, 2, keyValueHeads, TOKENS, headSize]}. */
    public static final class Page implements AutoCloseable {
        private final PtNDManager owner;
        private final PtNDArray values;

        private Page(PtNDManager owner, PtNDArray values) {
            this.owner = owner;
            this.values = values;
        }

        @Override
        public void close() {
            owner.close();
        }
    }

    /** Pages of a decoder's sequences. */
    public CachePages(Decoder decoder) {
        this.torch = decoder.torch();
        this.program = TorchProgram.compile(torch, SOURCE);
        this.bytes = TOKENS * bytesPerToken(decoder);
    }

    /** Bytes of keys and values that a token takes. */
    public static long bytesPerToken(Decoder decoder) {
        DecoderSpec spec = decoder.spec();
        int each =
                MatrixSource.halved(decoder.weights().type(), decoder.weights().kernels()) ? 2 : 4;
        return 2L * spec.layers() * spec.keyValueHeads() * spec.headSize() * each;
    }

    /** Bytes of a page. */
    public long bytes() {
        return bytes;
    }

    /** Copies the tokens from {@code begin} on out of a sequence's cache. */
    public Page keep(KeyValueCache cache, int begin) {
        return torch.owning(owner -> new Page(
                owner,
                program.infer("kept", owner)
                        .list(cache.layers())
                        .number(begin)
                        .number((long) begin + TOKENS)
                        .run()));
    }

    /** Goes on in a sequence's cache with a page of these tokens. */
    public void lay(KeyValueCache cache, Page page, int[] ids) {
        long begin = cache.length();
        try (PtNDManager scope = torch.scope()) {
            var _ = program.infer("laid", scope)
                    .list(cache.layers())
                    .tensor(page.values)
                    .number(begin)
                    .number(begin + TOKENS)
                    .run();
        }
        cache.advance(ids);
    }

    @Override
    public void close() {
        program.close();
    }
}
