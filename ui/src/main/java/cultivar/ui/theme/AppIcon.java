package cultivar.ui.theme;

import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Stop;

/** The application's icon, drawn from the mark's own shapes. */
public final class AppIcon {
    private static final int[] SIZES = {16, 24, 32, 48, 64, 128, 256};

    private AppIcon() {}

    /** The icon from 16 to 256 pixels, for {@code Stage.getIcons()}. FX thread only. */
    public static List<Image> images() {
        return IntStream.of(SIZES).mapToObj(AppIcon::image).toList();
    }

    /** The icon at one size, in pixels. FX thread only. */
    public static Image image(int size) {
        Canvas canvas = new Canvas(size, size);
        GraphicsContext g = canvas.getGraphicsContext2D();
        double inset = size * 0.04;
        double side = size - 2 * inset;
        double arc = size * 0.44;
        g.setFill(new LinearGradient(
                0,
                0,
                0,
                1,
                true,
                CycleMethod.NO_CYCLE,
                new Stop(0, Color.web("#2c9a66")),
                new Stop(1, Color.web("#14603d"))));
        g.fillRoundRect(inset, inset, side, side, arc, arc);
        double mark = size * 0.66;
        g.translate((size - mark) / 2, (size - mark) / 2);
        g.scale(mark / Logo.BOX, mark / Logo.BOX);
        fill(g, Logo.STEM, Color.web("#d9f2e4"));
        fill(g, Logo.LEFT_LEAF, Color.web("#bfe8d1"));
        fill(g, Logo.RIGHT_LEAF, Color.WHITE);
        SnapshotParameters clear = new SnapshotParameters();
        clear.setFill(Color.TRANSPARENT);
        return canvas.snapshot(clear, new WritableImage(size, size));
    }

    private static void fill(GraphicsContext g, String path, Color colour) {
        g.beginPath();
        g.appendSVGPath(path);
        g.setFill(colour);
        g.fill();
    }
}
