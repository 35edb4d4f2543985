package cultivar.ui.test;

import cultivar.ui.theme.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javax.imageio.ImageIO;

/** Pictures of screens in both themes, in {@code target/screenshots}, for people to look at. */
public final class Screenshots {
    /** The smallest window that the studio supports. */
    public static final int WIDTH = 1280;

    /** The smallest window that the studio supports. */
    public static final int HEIGHT = 720;

    private Screenshots() {}

    /**
     * Takes {@code NAME-light.png} and {@code NAME-dark.png} of a node at 1280 x 720. A node that is in no scene gets
     * one of that size for the moment; a node that is a scene's root is resized with its scene for the moment.
     */
    public static void take(Parent root, String name) {
        take(root, name, WIDTH, HEIGHT);
    }

    /** As {@link #take(Parent, String)}, with another size. */
    public static void take(Parent root, String name, int width, int height) {
        for (Theme theme : new Theme[] {Theme.LIGHT, Theme.DARK}) {
            FxExtension.call(() -> {
                FxExtension.themes().themeProperty().set(theme);
                return true;
            });
            // Nodes in panes that scroll are dressed anew with the next pulse, not when they are moved.
            FxTest.settle();
            WritableImage image = FxExtension.call(() -> picture(root, width, height));
            String file = name + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
            write(image, Path.of("target", "screenshots", file));
        }
        FxExtension.call(() -> {
            FxExtension.themes().themeProperty().set(Theme.LIGHT);
            return true;
        });
    }

    private static WritableImage picture(Parent root, int width, int height) {
        Scene scene = root.getScene();
        if (scene == null) {
            scene = new Scene(root, width, height);
            FxExtension.themes().apply(scene);
        } else if (root.equals(scene.getRoot())
                && root instanceof Region region
                && (scene.getWidth() != width || scene.getHeight() != height)) {
            return elsewhere(scene, region, width, height);
        }
        root.applyCss();
        root.layout();
        return scene.snapshot(new WritableImage(width, height));
    }

    /** The headless screen is smaller than the studio's window, so a shown root is pictured in a scene of its own. */
    private static WritableImage elsewhere(Scene home, Region root, int width, int height) {
        Scene large = new Scene(new StackPane(), width, height);
        FxExtension.moving(() -> {
            home.setRoot(new StackPane());
            large.setRoot(root);
        });
        try {
            FxExtension.themes().apply(large);
            root.applyCss();
            root.layout();
            return large.snapshot(new WritableImage(width, height));
        } finally {
            FxExtension.moving(() -> {
                large.setRoot(new StackPane());
                home.setRoot(root);
            });
        }
    }

    private static void write(WritableImage image, Path file) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        copy.setRGB(0, 0, width, height, pixels, 0, width);
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(copy, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
