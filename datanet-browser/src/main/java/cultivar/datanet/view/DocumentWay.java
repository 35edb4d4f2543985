package cultivar.datanet.view;

import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.load.HeadingQuestions;

/** How a document becomes rows. */
sealed interface DocumentWay {
    /** How headings are asked where they are. */
    default HeadingQuestions headings() {
        return HeadingQuestions.AS_THEY_STAND;
    }

    /** By its headings and question marks. */
    record ByHeadings(HeadingQuestions headings) implements DocumentWay {}

    /** A model on this machine writes them, for review. */
    record ByModel(ModelChoice model) implements DocumentWay {}

    /** A person makes them. */
    record ByHand() implements DocumentWay {}
}
