package cultivar.datanet;

/** A name (of a tag or a licence) and how many rows bear it. */
public record Counted(String name, long rows) {}
