package cultivar.datanet.signed;

/** The names of a contribution file's members, and what the first two hold. */
final class Member {
    static final String FORMAT = "format";
    static final String FORMAT_NAME = "cultivar-contribution";
    static final String VERSION = "version";
    static final int VERSION_NUMBER = 1;
    static final String STATEMENT = "statement";
    static final String DIGEST = "digest";
    static final String SIGNATURE = "signature";
    static final String CONTRIBUTIONS = "contributions";
    static final String HASH = "hash";
    static final String MESSAGES = "messages";
    static final String LICENCE = "licence";
    static final String SOURCE = "source";
    static final String CONTEXT = "context";
    static final String TAGS = "tags";
    static final String ORIGIN = "origin";

    private Member() {}
}
