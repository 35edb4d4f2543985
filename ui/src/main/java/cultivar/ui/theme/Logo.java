package cultivar.ui.theme;

import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;

/** The studio's mark: a seedling with two leaves, coloured by CSS ({@code .logo-leaf}, {@code .logo-stem}). */
public final class Logo {
    static final String LEFT_LEAF = "M12 14.2 C6.6 14.4 3.4 11.4 3 6.2 C8.4 6 11.7 8.9 12 14.2 Z";
    static final String RIGHT_LEAF = "M12 11.2 C12 6 15.2 2.9 21 2.6 C21.2 8.2 17.8 11.3 12 11.2 Z";
    static final String STEM = "M11.1 10.5 H12.9 V21.4 H11.1 Z";
    static final double BOX = 24;

    private Logo() {}

    /**
     * The mark as a node.
     *
     * @param size width and height in pixels
     */
    public static Node node(double size) {
        Region area = new Region();
        area.setMinSize(size, size);
        area.setPrefSize(size, size);
        area.setMaxSize(size, size);
        Group shapes = new Group(path(STEM, "logo-stem"), path(LEFT_LEAF, "logo-leaf"), path(RIGHT_LEAF, "logo-leaf"));
        shapes.setScaleX(size / BOX);
        shapes.setScaleY(size / BOX);
        StackPane mark = new StackPane(area, new Group(shapes));
        mark.getStyleClass().add("logo");
        mark.setMaxSize(size, size);
        mark.setMouseTransparent(true);
        return mark;
    }

    private static SVGPath path(String content, String styleClass) {
        SVGPath path = new SVGPath();
        path.setContent(content);
        path.getStyleClass().add(styleClass);
        return path;
    }
}
