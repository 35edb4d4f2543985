package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;

/**
 * Writes what attention does with queries {@code [N,heads,headSize]}, keys and values {@code [N,keyValueHeads,headSize]}
 * once they are there: turning, masks, and the attention itself over each row or over a cache.
 */
final class AttentionSource {
    private final DecoderSpec spec;
    private final MatrixSource matrices;
    private final ProgramText out;
    private final int groups;

    AttentionSource(DecoderSpec spec, MatrixSource matrices, ProgramText out) {
        this.spec = spec;
        this.matrices = matrices;
        this.out = out;
        this.groups = spec.heads() / spec.keyValueHeads();
    }

    /** @param windows the different windows that layers have */
    void methods(Iterable<Integer> windows) {
        rotate();
        rotateInPlace();
        spread();
        attend();
        rows();
        cached();
        windows.forEach(this::mask);
    }

    /** Turns the first dimensions of {@code x [N,heads,headSize]}; the sines carry the sign of the exchanged halves. */
    private void rotate() {
        int dimensions = spec.rotary().dimensions();
        boolean whole = dimensions == spec.headSize();
        out.method("rotate", "x: Tensor, cos: Tensor, sin: Tensor", "Tensor");
        out.line("x0 = " + (whole ? "x" : "torch.slice(x, -1, 0, " + dimensions + ")"));
        turned(dimensions);
        out.line("y = " + matrices.low("torch.addcmul(torch.mul(x0, cos), turned, sin)"));
        out.line("return "
                + (whole
                        ? "y"
                        : "torch.cat([y, torch.slice(x, -1, " + dimensions + ", " + spec.headSize() + ")], -1)"));
    }

    /** The same in place. */
    private void rotateInPlace() {
        int dimensions = spec.rotary().dimensions();
        boolean whole = dimensions == spec.headSize();
        out.method("rotate_", "x: Tensor, cos: Tensor, sin: Tensor", "Tensor");
        out.line("x0 = " + (whole ? "x" : "torch.slice(x, -1, 0, " + dimensions + ")"));
        turned(dimensions);
        out.line("return torch.addcmul_(torch.mul_(x0, cos), turned, sin)");
    }

    /** Exchanges the members of the pairs of {@code x0}. */
    private void turned(int dimensions) {
        if (spec.rotary().interleaved()) {
            out.line("pairs = torch.reshape(x0, [torch.size(x, 0), torch.size(x, 1), " + dimensions / 2 + ", 2])");
            out.line("turned = torch.flatten(torch.flip(pairs, [-1]), -2)");
        } else {
            out.line("turned = torch.roll(x0, [" + dimensions / 2 + "], [-1])");
        }
    }

    /** Repeated by hand: scaled_dot_product_attention's enable_gqa leaves the fast path on a CPU. */
    private void spread() {
        out.method("spread", "x: Tensor", "Tensor");
        if (groups == 1) {
            out.line("return x");
        } else {
            out.line("wide = torch.expand(torch.unsqueeze(x, 2), [-1, -1, " + groups + ", -1])");
            out.line("return torch.reshape(wide, [torch.size(x, 0), " + spec.heads() + ", " + spec.headSize() + "])");
        }
    }

    /**
     * Attention of {@code q [1,heads,n,headSize]} under a mask; without one each position sees those before it, and a
     * single one everything.
     */
    private void attend() {
        double scale = spec.attention().scale();
        out.method("attend", "q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]", "Tensor");
        if (spec.attention().softCap() == 0) {
            out.line("causal = torch.__and__(torch.__is__(mask, None), torch.gt(torch.size(q, 2), 1))");
            out.line("return torch.scaled_dot_product_attention(q, k, v, mask, 0., causal, scale=" + scale + ")");
        } else {
            out.line("s = " + scores("torch.matmul(q, torch.transpose(k, 2, 3))"));
            out.line("if torch.__is__(mask, None):");
            out.inner("s1 = s");
            out.line("else:");
            out.inner("mask0 = unchecked_cast(Tensor, mask)");
            out.inner("s1 = torch.masked_fill(s, torch.bitwise_not(mask0), -inf)");
            out.line("return torch.matmul(" + matrices.low("torch.softmax(s1, -1)") + ", v)");
        }
    }

    /** Products of queries and keys, scaled and capped, in float32. */
    private String scores(String products) {
        double scale = spec.attention().scale();
        double cap = spec.attention().softCap();
        String exact = matrices.exact(products);
        return cap == 0
                ? "torch.mul(" + exact + ", " + scale + ")"
                : "torch.mul(torch.tanh(torch.mul(" + exact + ", " + scale / cap + ")), " + cap + ")";
    }

    /** Attention of each row over itself; rows lie end to end. */
    private void rows() {
        out.method("attend_row", "q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]", "Tensor");
        out.line("if torch.__is__(mask, None):");
        out.inner("seen : Optional[Tensor] = None");
        out.line("else:");
        out.inner("mask0 = unchecked_cast(Tensor, mask)");
        out.inner("n = torch.size(q, 0)");
        out.inner("seen = torch.slice(torch.slice(mask0, 0, 0, n), 1, 0, n)");
        for (String name : new String[] {"q", "k", "v"}) {
            String heads = name.equals("q") ? "q" : "(self).spread(" + name + ", )";
            out.line(name + "1 = torch.unsqueeze(torch.transpose(" + heads + ", 0, 1), 0)");
        }
        out.line("a = (self).attend(q1, k1, v1, seen, )");
        out.line("return torch.transpose(torch.squeeze(a, 0), 0, 1)");
        out.method("attend_rows", "q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], rows: List[int]", "Tensor");
        out.line("if torch.eq(torch.len(rows), 1):");
        out.inner("a = (self).attend_row(q, k, v, mask, )");
        out.line("else:");
        out.inner("qs = torch.split_with_sizes(q, rows, 0)");
        out.inner("ks = torch.split_with_sizes(k, rows, 0)");
        out.inner("vs = torch.split_with_sizes(v, rows, 0)");
        out.inner("parts = annotate(List[Tensor], [])");
        out.inner("for i in range(torch.len(rows)):");
        out.inner("  _0 = torch.append(parts, (self).attend_row(qs[i], ks[i], vs[i], mask, ))");
        out.inner("a = torch.cat(parts, 0)");
        out.line("return a");
    }

    /** Attention of new positions over a cache {@code [1,keyValueHeads,S,headSize]} that holds them already. */
    private void cached() {
        out.method("attend_cached", "q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]", "Tensor");
        out.line("q1 = torch.unsqueeze(torch.transpose(q, 0, 1), 0)");
        for (String name : new String[] {"k", "v"}) {
            out.line(name + "1 = (self).spread(torch.transpose(torch.squeeze(" + name + ", 0), 0, 1), )");
            out.line(name + "2 = torch.unsqueeze(torch.transpose(" + name + "1, 0, 1), 0)");
        }
        out.line("a = (self).attend(q1, k2, v2, mask, )");
        out.line("return torch.transpose(torch.squeeze(a, 0), 0, 1)");
        // A single position reads each key once for all heads that share it.
        out.method("attend_single", "q: Tensor, k: Tensor, v: Tensor", "Tensor");
        if (byProducts()) {
            out.line("q1 = torch.mul(torch.reshape(q, [" + spec.keyValueHeads() + ", " + groups + ", " + spec.headSize()
                    + "]), " + spec.attention().scale() + ")");
            out.line("s = torch.bmm(q1, torch.transpose(torch.squeeze(k, 0), 1, 2))");
            out.line("return torch.bmm(torch.softmax(s, -1), torch.squeeze(v, 0))");
            return;
        }
        out.line("q1 = torch.reshape(q, [1, " + spec.keyValueHeads() + ", " + groups + ", " + spec.headSize() + "])");
        if (spec.attention().softCap() == 0) {
            out.line("return torch.scaled_dot_product_attention(q1, k, v, None, 0., False, scale="
                    + spec.attention().scale() + ")");
        } else {
            out.line("s = " + scores("torch.matmul(q1, torch.transpose(k, 2, 3))"));
            out.line("return torch.matmul(" + matrices.low("torch.softmax(s, -1)") + ", v)");
        }
    }

    /**
     * Whether attention of single positions is written as products: a processor's kernel of the whole attention is made
     * for many queries, and takes twice to five times as long for the few that share a key.
     */
    private boolean byProducts() {
        return matrices.takesJoint() && spec.attention().softCap() == 0;
    }

    /**
     * Attention of single positions, each over a slot of its own, and masks for it: one row for each position, or as
     * products for each of its key heads, 0 where it sees and minus infinity else. Queries, keys and values come as {@code
     * heads [n,heads + 2 * keyValueHeads,headSize]}; the latter two are written into the banks {@code C
     * [2,slots,keyValueHeads,capacity,headSize]} first.
     */
    void batched(Iterable<Integer> windows) {
        out.method("attend_bank", "heads: Tensor, C: Tensor, spots: Tensor, mask: Tensor", "Tensor");
        int all = spec.heads() + 2 * spec.keyValueHeads();
        String flat = ", [-1, " + spec.headSize() + "])";
        out.line("both = torch.reshape(torch.slice(heads, 1, " + spec.heads() + ", " + all + ")" + flat);
        out.line("_0 = torch.index_copy_(torch.view(C" + flat + ", 0, spots, both)");
        out.line("slots = torch.slice(C, 1, 0, torch.size(heads, 0))");
        if (byProducts()) {
            bankByProducts();
        } else {
            bankAtOnce();
        }
        banks();
        windows.forEach(this::batchMask);
    }

    private void bankByProducts() {
        out.line("keys, values = torch.unbind(slots, 0)");
        out.line("seen = torch.size(mask, 2)");
        out.line("k = torch.slice(torch.flatten(keys, 0, 1), 1, 0, seen)");
        out.line("v = torch.slice(torch.flatten(values, 0, 1), 1, 0, seen)");
        out.line("q1 = torch.reshape(torch.slice(heads, 1, 0, " + spec.heads() + "), [-1, " + groups + ", "
                + spec.headSize() + "])");
        out.line("s = torch.baddbmm(mask, q1, torch.transpose(k, 1, 2), alpha="
                + spec.attention().scale() + ")");
        out.line("a = torch.bmm(torch.softmax(s, -1), v)");
        out.line("return torch.reshape(a, [torch.size(heads, 0), " + spec.keyValueHeads() + ", " + groups + ", "
                + spec.headSize() + "])");
    }

    private void bankAtOnce() {
        out.line("k, v = torch.unbind(torch.slice(slots, 3, 0, torch.size(mask, 3)), 0)");
        out.line("q1 = torch.reshape(torch.slice(heads, 1, 0, " + spec.heads() + "), [torch.size(heads, 0), "
                + spec.keyValueHeads() + ", " + groups + ", " + spec.headSize() + "])");
        if (spec.attention().softCap() == 0) {
            out.line("return torch.scaled_dot_product_attention(q1, k, v, mask, 0., False, scale="
                    + spec.attention().scale() + ")");
        } else {
            out.line("s = torch.add(" + scores("torch.matmul(q1, torch.transpose(k, 2, 3))") + ", "
                    + matrices.exact("mask") + ")");
            out.line("return torch.matmul(" + matrices.low("torch.softmax(s, -1)") + ", v)");
        }
    }

    private void banks() {
        out.method(
                "attend_banks",
                "heads: Tensor, C: List[Tensor], order: Tensor, places: Tensor, spots: List[Tensor], "
                        + "masks: List[Tensor]",
                "Tensor");
        out.line("if torch.eq(torch.len(C), 1):");
        out.inner("a = (self).attend_bank(torch.index_select(heads, 0, order), C[0], spots[0], masks[0], )");
        out.line("else:");
        out.inner("ordered = torch.index_select(heads, 0, order)");
        out.inner("parts = annotate(List[Tensor], [])");
        out.inner("start = 0");
        out.inner("for i in range(torch.len(C)):");
        out.inner(
                "  end = torch.add(start, torch.floordiv(torch.size(spots[i], 0), " + 2 * spec.keyValueHeads() + "))");
        out.inner("  part = torch.slice(ordered, 0, start, end)");
        out.inner("  _0 = torch.append(parts, (self).attend_bank(part, C[i], spots[i], masks[i], ))");
        out.inner("  start = end");
        out.inner("a = torch.cat(parts, 0)");
        out.line("return torch.index_select(a, 0, places)");
    }

    private void batchMask(int window) {
        out.method("batch_mask" + window, "like: Tensor, at: Tensor, longest: int", "Tensor");
        out.line("rows = torch.unsqueeze(at, 1)");
        out.line("columns = torch.unsqueeze(torch.arange(longest, dtype=None, layout=None, "
                + "device=ops.prim.device(at)), 0)");
        out.line("hidden = torch.gt(columns, rows)");
        if (window > 0) {
            out.line("hidden = torch.__or__(hidden, torch.le(columns, torch.sub(rows, " + window + ")))");
        }
        out.line("mask = torch.zeros([torch.size(at, 0), longest], dtype=" + matrices.type()
                + ", layout=None, device=ops.prim.device(at))");
        out.line("mask = torch.masked_fill_(mask, hidden, -inf)");
        out.line(
                byProducts()
                        ? "return torch.repeat_interleave(torch.unsqueeze(mask, 1), " + spec.keyValueHeads() + ", 0)"
                        : "return torch.unsqueeze(torch.unsqueeze(mask, 1), 1)");
    }

    /**
     * What {@code n} positions from {@code start} on see of those from {@code first} on: none later, and none further
     * back than the window, on the device of {@code like}. No mask where plain causal attention is the same.
     */
    private void mask(int window) {
        out.method("first" + window, "start: int", "int");
        out.line("return " + (window == 0 ? "0" : "ops.prim.max(0, torch.sub(start, " + (window - 1) + "))"));
        out.method("mask" + window, "like: Tensor, n: int, start: int", "Optional[Tensor]");
        String near = window == 0 ? "True" : "torch.le(n, " + window + ")";
        // A soft cap is applied by hand, and so is its mask; else the attention itself knows the plain causal one.
        String plain = spec.attention().softCap() == 0 ? "torch.__and__(torch.eq(start, 0), " + near + ")" : "False";
        out.line("if torch.__or__(torch.eq(n, 1), " + plain + "):");
        out.inner("seen : Optional[Tensor] = None");
        out.line("else:");
        out.inner("end = torch.add(start, n)");
        out.inner("rows = torch.unsqueeze(" + range("start") + ", 1)");
        out.inner("columns = " + range("(self).first" + window + "(start, )"));
        out.inner("past = torch.le(columns, rows)");
        out.inner("seen = "
                + (window == 0 ? "past" : "torch.__and__(past, torch.gt(columns, torch.sub(rows, " + window + ")))"));
        out.line("return seen");
    }

    private static String range(String from) {
        return "torch.arange(" + from + ", end, dtype=None, layout=None, device=ops.prim.device(like))";
    }
}
