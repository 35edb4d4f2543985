package cultivar.app.shell;

import cultivar.ui.test.Screenshots;
import cultivar.ui.theme.Theme;
import cultivar.ui.theme.Themes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/**
 * Pictures of the real window in both themes at 1280 x 720, in {@code target/screenshots}. The window takes that size
 * for the moment and stays where it is, so that what is shown is what a person would see.
 */
public final class Pictures {
    private final Stage stage;
    private final Themes themes;

    public Pictures(Stage stage, Themes themes) {
        this.stage = stage;
        this.themes = themes;
    }

    /** Takes {@code NAME-light.png} and {@code NAME-dark.png}. Not on the FX thread. */
    public void take(String name) {
        double width = call(() -> stage.getWidth());
        double height = call(() -> stage.getHeight());
        Theme before = call(() -> themes.themeProperty().get());
        for (Theme theme : new Theme[] {Theme.LIGHT, Theme.DARK}) {
            call(() -> {
                themes.themeProperty().set(theme);
                stage.setWidth(Screenshots.WIDTH);
                stage.setHeight(Screenshots.HEIGHT);
                return true;
            });
            pulses();
            WritableImage image = call(() -> {
                Scene scene = stage.getScene();
                scene.getRoot().applyCss();
                scene.getRoot().layout();
                return scene.snapshot(new WritableImage((int) scene.getWidth(), (int) scene.getHeight()));
            });
            String file = name + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
            write(image, Path.of("target", "screenshots", file));
        }
        call(() -> {
            themes.themeProperty().set(before);
            stage.setWidth(width);
            stage.setHeight(height);
            return true;
        });
        pulses();
    }

    private static void pulses() {
        for (int i = 0; i < 3; i++) {
            call(() -> true);
            try {
                Thread.sleep(30);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    private static <T> T call(java.util.function.Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("The FX thread failed or does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
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
