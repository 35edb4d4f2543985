package cultivar.datanet.view;

import javafx.event.EventDispatcher;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SkinBase;
import javafx.scene.input.ScrollEvent;

/** Shows another scroll bar in the place of a control's own. */
final class PlaceBarSkin extends SkinBase<ScrollBar> {
    private final ScrollBar shown;

    PlaceBarSkin(ScrollBar own, ScrollBar shown) {
        super(own);
        this.shown = shown;
        own.getStyleClass().add("bare-bar");
        // The wheel scrolls as it does beside the bar.
        EventDispatcher usual = shown.getEventDispatcher();
        shown.setEventDispatcher(
                (event, tail) -> event instanceof ScrollEvent ? event : usual.dispatchEvent(event, tail));
        getChildren().setAll(shown);
    }

    @Override
    protected void layoutChildren(double x, double y, double width, double height) {
        shown.resizeRelocate(x, y, width, height);
    }
}
