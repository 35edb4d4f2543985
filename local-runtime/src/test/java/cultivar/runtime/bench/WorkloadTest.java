package cultivar.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.AdapterShelf;
import cultivar.runtime.serve.Answering;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.ServeStatus;
import cultivar.runtime.serve.Serving;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a workload asks for; the answers are empty. */
class WorkloadTest {
    private final Workload workload = new Workload(24, 8, 64, 7);

    @Test
    void othersAreAskedForTheSameLengthsAndOtherTokens() {
        List<ServeRequest> base = asked(0);
        List<ServeRequest> adapters = asked(1);
        assertThat(adapters)
                .extracting(request -> request.promptIds().length)
                .containsExactlyElementsOf(
                        base.stream().map(request -> request.promptIds().length).toList());
        assertThat(adapters)
                .extracting(ServeRequest::stopping)
                .containsExactlyElementsOf(
                        base.stream().map(ServeRequest::stopping).toList());
        for (int i = 0; i < base.size(); i++) {
            assertThat(adapters.get(i).promptIds())
                    .as("a prompt that is not computed already")
                    .isNotEqualTo(base.get(i).promptIds());
        }
    }

    @Test
    void theSameIsAskedForAgain() {
        assertThat(asked(1)).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(asked(1));
    }

    private List<ServeRequest> asked(long texts) {
        Asked serving = new Asked();
        var _ = workload.together(serving, _ -> AdapterMix.base(), 1, texts);
        return serving.requests;
    }

    /** Answers everything at once with nothing. */
    private static final class Asked implements Serving {
        private final List<ServeRequest> requests = new ArrayList<>();

        @Override
        public List<Answering> submit(List<ServeRequest> asked, List<ServeListener> listeners) {
            List<Answering> answerings = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                requests.add(asked.get(i));
                listeners
                        .get(i)
                        .onEnd(new ServeOutcome.Answered(
                                new Generation(asked.get(i).promptIds(), new int[0], "", 0, 0, StopReason.MAX_TOKENS),
                                0,
                                0));
                answerings.add(new Answering() {
                    @Override
                    public void cancel() {}

                    @Override
                    public void mix(AdapterMix mix) {}
                });
            }
            return answerings;
        }

        @Override
        public AdapterShelf shelf() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServeStatus status() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean alive() {
            return true;
        }

        @Override
        public void close() {}
    }
}
