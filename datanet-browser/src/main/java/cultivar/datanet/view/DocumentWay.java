package cultivar.datanet.view;

import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.load.HeadingQuestions;

/** How a document becomes rows. */
sealed interface DocumentWay {
    /** By its headings and question marks. */
    record ByHeadings(HeadingQuestions questions) implements DocumentWay {}

    /** A model on this machine writes them, for review. */
    record ByModel(ModelChoice model) implements DocumentWay {}

    /** A person makes them. */
    record ByHand() implements DocumentWay {}
}
