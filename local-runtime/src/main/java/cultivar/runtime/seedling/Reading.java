package cultivar.runtime.seedling;

import java.util.ArrayList;
import java.util.List;

/** Questions about one to three given sentences; the answer stands in them. */
final class Reading {
    private Reading() {}

    static List<Skill> skills() {
        return List.of(
                Skill.open("read.one", 3.0, d -> events(d, 1)),
                Skill.open("read.two", 2.5, d -> events(d, 2)),
                Skill.open("read.three", 1.2, d -> events(d, 3)),
                Skill.open("read.number", 1.8, Reading::numbers),
                Skill.open("read.person", 1.8, Reading::person),
                Skill.open("read.missing", 0.6, Reading::missing),
                Skill.open("read.yesno", 1.0, Reading::yesNo));
    }

    private static String frame(Draw d, String text, String question) {
        return switch (d.below(8)) {
            case 0 -> text + "\n" + question;
            case 1 -> "Text: " + text + "\nQuestion: " + question;
            case 2 -> "Read this: " + text + "\n" + question;
            case 3 -> question + "\n" + text;
            case 4 -> "\"" + text + "\" " + question;
            case 5 -> Ask.order(d, "Answer the question.") + " " + text + " " + question;
            case 6 -> Ask.order(d, "Use this text: ") + text + "\n" + question;
            default -> text + " " + question;
        };
    }

    private static String spoken(Draw d, String question) {
        return switch (d.below(4)) {
            case 0 -> Ask.lowerFirst(question);
            case 1 -> question.substring(0, question.length() - 1);
            default -> question;
        };
    }

    private static List<Scene> distinct(Draw d, int count) {
        List<Scene> out = new ArrayList<>();
        while (out.size() < count) {
            Scene next = Scene.of(d, d.chance(0.7), d.chance(0.6));
            boolean clash = out.stream()
                    .anyMatch(s -> s.who().equals(next.who())
                            || s.verb().base().equals(next.verb().base())
                            || s.what().equals(next.what())
                            || s.what().equals(next.who())
                            || next.what().equals(s.who()));
            if (!clash) {
                out.add(next);
            }
        }
        return out;
    }

    private static List<Turn> events(Draw d, int count) {
        List<Scene> scenes = distinct(d, count);
        Scene asked = d.pick(scenes);
        List<String> sentences = scenes.stream().map(Scene::sentence).toList();
        int kind = d.below(4);
        if ((kind == 2 && asked.where().isEmpty()) || (kind == 3 && asked.when().isEmpty())) {
            kind = d.below(2);
        }
        String base = asked.verb().base();
        String question = switch (kind) {
            case 0 -> "Who " + asked.verb().past() + " " + asked.what() + "?";
            case 1 -> (asked.aboutPerson() ? "Whom did " : "What did ") + asked.who() + " " + base + "?";
            case 2 -> "Where did " + asked.who() + " " + base + " " + asked.what() + "?";
            default -> "When did " + asked.who() + " " + base + " " + asked.what() + "?";
        };
        String span = switch (kind) {
            case 0 -> asked.who();
            case 1 -> asked.what();
            case 2 -> asked.where();
            default -> asked.when();
        };
        String text = String.join(" ", sentences);
        if (d.chance(0.2)) {
            String request = frame(d, text, question)
                    + d.one(
                            " Copy the answer from the text.",
                            " Use only words of the text.",
                            " Just the words.",
                            " Answer with the words only.");
            return Ask.turns(request, span);
        }
        return Ask.turns(frame(d, text, spoken(d, question)), Ask.upperFirst(span) + ".");
    }

    private static List<Turn> numbers(Draw d) {
        String who = Lexicon.name(d);
        List<String> things = d.some(Lexicon.THINGS, 2);
        int first = d.between(2, 30);
        int second = d.between(2, 30);
        String price = d.between(1, 90) + "." + MadeUp.digits(d, 2);
        int form = d.below(4);
        String text = switch (form) {
            case 0 ->
                who + " has " + first + " " + Lexicon.plural(things.get(0)) + " and " + second + " "
                        + Lexicon.plural(things.get(1)) + ".";
            case 1 ->
                "The " + things.get(0) + " costs " + price + " and the " + things.get(1) + " costs " + first + ".";
            case 2 -> who + " is " + first + " years old and lives in " + Lexicon.city(d) + ".";
            default ->
                "There are " + first + " " + Lexicon.plural(things.get(0)) + " and " + second + " "
                        + Lexicon.plural(things.get(1)) + " in the room.";
        };
        boolean one = d.chance(0.5);
        String question = switch (form) {
            case 0 -> "How many " + Lexicon.plural(things.get(one ? 0 : 1)) + " does " + who + " have?";
            case 1 ->
                d.one("How much does the %s cost?", "What does the %s cost?", "What is the price of the %s?")
                        .replace("%s", things.get(one ? 0 : 1));
            case 2 -> d.one("How old is " + who + "?", "What is the age of " + who + "?");
            default -> "How many " + Lexicon.plural(things.get(one ? 0 : 1)) + " are there?";
        };
        String answer = switch (form) {
            case 1 -> one ? price : Integer.toString(first);
            case 2 -> Integer.toString(first);
            default -> Integer.toString(one ? first : second);
        };
        return Ask.turns(frame(d, text, spoken(d, question)), answer + ".");
    }

    private static List<Turn> person(Draw d) {
        String who = Lexicon.name(d);
        String city = Lexicon.city(d);
        String job = d.pick(Lexicon.JOBS);
        String pet = d.pick(Lexicon.ANIMALS);
        String petName = Lexicon.name(d);
        String food = Lexicon.plural(d.pick(Lexicon.FOODS));
        String code = d.chance(0.5) ? MadeUp.upper(d) : MadeUp.coded(d);
        List<String> sentences = List.of(
                who + " lives in " + city + ".",
                who + " is " + Ask.article(job) + ".",
                who + " has " + Ask.article(pet) + " called " + petName + ".",
                who + " likes " + food + ".",
                "The code of " + who + " is " + code + ".");
        List<String> questions = List.of(
                d.one("Where does %s live?", "In which city does %s live?"),
                d.one("What is the job of %s?", "What does %s do for a living?", "What does %s work as?"),
                d.one(
                        "What is the " + pet + " of %s called?",
                        "What is the name of the " + pet + "?",
                        "How is %s's " + pet + " called?"),
                d.one("What does %s like?", "What does %s like to eat?"),
                d.one("What is the code of %s?", "Which code does %s have?", "What is %s's code?"));
        List<String> answers =
                List.of("In " + city, Ask.upperFirst(Ask.article(job)), petName, Ask.upperFirst(food), code);
        List<Integer> told = d.some(List.of(0, 1, 2, 3, 4), d.between(1, 3));
        int asked = d.pick(told);
        String text = String.join(" ", told.stream().map(sentences::get).toList());
        return Ask.turns(frame(d, text, spoken(d, questions.get(asked).replace("%s", who))), answers.get(asked) + ".");
    }

    private static List<Turn> missing(Draw d) {
        Scene scene = Scene.of(d, true, false);
        String question = d.one(
                "When did " + scene.who() + " " + scene.verb().base() + " " + scene.what() + "?",
                "How old is " + scene.who() + "?",
                "Why did " + scene.who() + " " + scene.verb().base() + " " + scene.what() + "?");
        return Ask.turns(frame(d, scene.sentence(), spoken(d, question)), "The text does not say.");
    }

    private static List<Turn> yesNo(Draw d) {
        Scene told = Scene.of(d, true, false);
        boolean yes = d.chance(0.5);
        String where = told.where();
        while (!yes && where.equals(told.where())) {
            where = d.pick(Lexicon.PLACES);
        }
        String question = "Did " + told.who() + " " + told.verb().base() + " " + told.what() + " " + where + "?";
        return Ask.turns(
                frame(d, told.sentence(), spoken(d, question)),
                yes ? "Yes, " + where + "." : "No, " + told.where() + ".");
    }
}
