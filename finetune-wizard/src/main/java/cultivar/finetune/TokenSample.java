package cultivar.finetune;

import cultivar.runtime.text.TextStream;
import cultivar.runtime.text.Tokenizer;
import cultivar.runtime.train.Example;
import java.util.ArrayList;
import java.util.List;

/** A row as the model meets it: its tokens as text, and which of them it learns from. */
public record TokenSample(List<Piece> pieces) {
    /**
     * One token, or several that only together make whole characters.
     *
     * @param control whether it is a control token, such as the end of a turn
     * @param trained whether the loss is taken on it
     */
    public record Piece(String text, boolean control, boolean trained) {}

    public TokenSample {
        pieces = List.copyOf(pieces);
    }

    /** Takes a row apart. */
    public static TokenSample of(Example row, Tokenizer tokenizer) {
        List<Piece> pieces = new ArrayList<>();
        TextStream stream = tokenizer.stream();
        for (int i = 0; i < row.ids().length; i++) {
            int id = row.ids()[i];
            boolean trained = i >= row.promptLength();
            if (tokenizer.specialIds().contains(id)) {
                add(pieces, stream.flush(), false, trained);
                stream = tokenizer.stream();
                pieces.add(new Piece(tokenizer.tokenOf(id), true, trained));
            } else {
                add(pieces, stream.feed(id), false, trained);
            }
        }
        add(pieces, stream.flush(), false, true);
        return new TokenSample(pieces);
    }

    private static void add(List<Piece> pieces, String text, boolean control, boolean trained) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(text, control, trained));
        }
    }
}
