package cultivar.runtime.seedling;

import java.util.List;

/** Simple changes to a sentence. */
final class Rewriting {
    private Rewriting() {}

    static List<Skill> skills() {
        return List.of(
                Skill.open("rewrite.past", 1.0, Rewriting::past),
                Skill.open("rewrite.present", 0.7, Rewriting::present),
                Skill.open("rewrite.future", 0.8, Rewriting::future),
                Skill.open("rewrite.negate", 1.0, Rewriting::negate),
                Skill.open("rewrite.question", 1.0, Rewriting::question),
                Skill.open("rewrite.polite", 0.9, Rewriting::polite),
                Skill.open("rewrite.person", 0.9, Rewriting::person),
                Skill.open("rewrite.fix", 1.2, Rewriting::fix),
                Skill.open("rewrite.short", 0.8, Rewriting::shorten),
                Skill.open("rewrite.verb", 0.6, Rewriting::verb));
    }

    private static List<Turn> rewrite(Draw d, String how, String given, String answer) {
        String head = d.one(
                        "Rewrite this sentence ",
                        "Put this sentence ",
                        "Write this sentence ",
                        "Set this sentence ",
                        "Say this ",
                        "Write this ",
                        "Put this ",
                        "Give me this sentence ",
                        "Return this sentence ",
                        "Rewrite this ")
                + how;
        return Ask.turns(Ask.about(d, head, given), answer);
    }

    private static List<Turn> past(Draw d) {
        Scene scene = Scene.of(d, d.chance(0.6), false);
        return rewrite(d, d.one("in the past tense", "in the past"), scene.atPresent(), scene.inPast());
    }

    private static List<Turn> present(Draw d) {
        Scene scene = Scene.of(d, d.chance(0.6), false);
        return rewrite(d, d.one("in the present tense", "in the present"), scene.inPast(), scene.atPresent());
    }

    private static List<Turn> future(Draw d) {
        Scene scene = Scene.of(d, d.chance(0.6), false);
        return rewrite(
                d, d.one("in the future tense", "in the future", "with will"), scene.atPresent(), scene.inFuture());
    }

    private static List<Turn> negate(Draw d) {
        Scene scene = Scene.draw(d);
        String head = d.one(
                "Make this sentence negative",
                "Negate this sentence",
                "Say that this did not happen",
                "Rewrite this sentence with not",
                "Deny this",
                "Turn this into a negative sentence",
                "Write the negative of this",
                "Make this negative",
                "Put a not into this sentence",
                "Say the negative of this sentence");
        return Ask.turns(Ask.about(d, head, scene.sentence()), scene.negated());
    }

    private static List<Turn> question(Draw d) {
        Scene scene = Scene.draw(d);
        String head = d.one(
                "Make a question of this",
                "Turn this into a question",
                "Ask whether this happened",
                "Rewrite this as a question",
                "Write this sentence as a question",
                "Make this a question",
                "Change this into a yes or no question",
                "Put this as a question",
                "Form a question from this sentence",
                "Ask this as a question");
        return Ask.turns(Ask.about(d, head, scene.sentence()), scene.asQuestion());
    }

    private static List<Turn> polite(Draw d) {
        Scene scene = Scene.of(d, false, false);
        String command = Ask.upperFirst(scene.verb().base()) + " " + scene.what();
        String head = d.one(
                "Make this polite",
                "Say this politely",
                "Rewrite this in a polite way",
                "Make this more polite",
                "Put this politely",
                "Write this in a friendly way",
                "Ask this politely",
                "Make this command polite",
                "Turn this into a polite request",
                "Rewrite this politely");
        return Ask.turns(
                Ask.about(d, head, command + d.one(".", "!")), "Could you please " + Ask.lowerFirst(command) + "?");
    }

    private static List<Turn> person(Draw d) {
        Scene scene = Scene.draw(d);
        String pronoun = d.one("I", "We", "They", "She", "He", "You");
        String head = d.one(
                "Write this sentence with %p",
                "Say this with %p instead of the name",
                "Replace the name with %p",
                "Use %p in this sentence",
                "Rewrite this with %p",
                "Put %p in place of the name",
                "Change the name to %p",
                "Start this sentence with %p",
                "Tell this with %p",
                "Say this about %p");
        return Ask.turns(
                Ask.about(d, head.replace("%p", pronoun), scene.sentence()),
                pronoun + scene.sentence().substring(scene.who().length()));
    }

    private static List<Turn> fix(Draw d) {
        Scene scene = Scene.draw(d);
        String right = scene.sentence();
        String wrong = Ask.lowerFirst(right);
        wrong = d.chance(0.7) ? wrong.substring(0, wrong.length() - 1) : wrong;
        wrong = d.chance(0.2) ? wrong.replaceFirst(" ", "  ") : wrong;
        String head = d.one(
                "Correct this sentence",
                "Fix this sentence",
                "Add the capital letter and the full stop",
                "Write this sentence properly",
                "Mend this sentence",
                "Correct the capitals and the full stop",
                "Fix the writing of this",
                "Tidy up this sentence",
                "Write this correctly",
                "Clean up this text");
        return Ask.turns(Ask.about(d, head, wrong), right);
    }

    private static List<Turn> shorten(Draw d) {
        Scene scene = Scene.of(d, true, true);
        String head = d.one(
                "Make this shorter",
                "Shorten this sentence",
                "Say this in fewer words",
                "Cut this sentence down",
                "Write a shorter sentence",
                "Leave out the place and the time",
                "Summarise this",
                "Give me the short form",
                "Sum this up",
                "Say only who did what");
        return Ask.turns(
                Ask.about(d, head, scene.sentence()),
                scene.who() + " " + scene.verb().past() + " " + scene.what() + ".");
    }

    private static List<Turn> verb(Draw d) {
        Lexicon.Verb verb = d.pick(Lexicon.VERBS);
        if (d.chance(0.5)) {
            String ask = d.one(
                    "What is the past tense of %s?",
                    "What is the past of %s?",
                    "What's the past form of %s?",
                    "How do you say %s in the past?",
                    "Which form does %s have in the past?");
            return Ask.turns(Ask.question(d, ask.replace("%s", verb.base())), Ask.upperFirst(verb.past()) + ".");
        }
        String ask = d.one(
                "What is the ing form of %s?",
                "Which ing form does %s have?", "How do you write %s with ing?", "What is %s with ing?");
        return Ask.turns(Ask.question(d, ask.replace("%s", verb.base())), Ask.upperFirst(verb.ing()) + ".");
    }
}
