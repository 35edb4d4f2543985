package cultivar.runtime.hub;

/** What a repository or folder holds. */
public enum RepoKind {
    /** A checkpoint. */
    MODEL,
    /** A PEFT adapter, which needs its base model beside it. */
    ADAPTER
}
