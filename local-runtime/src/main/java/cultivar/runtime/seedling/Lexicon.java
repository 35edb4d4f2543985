package cultivar.runtime.seedling;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The everyday words of Seedling's world. */
final class Lexicon {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern BAR = Pattern.compile("\\s*\\|\\s*");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    /** A group of things, with its singular and plural name. */
    record Category(String one, String many, List<String> members) {}

    /** A verb in its four forms and what it may be said of: a kind of object that {@link Scene} knows. */
    record Verb(String base, String past, String third, String ing, String object) {}

    static final List<String> NAMES = words("""
        Anna Ben Clara David Emma Felix Grace Henry Iris Jack Kate Leo Mia Noah Olga Paul Quinn Rosa Sam Tina Uma
        Victor Wendy Xavier Yara Zoe Ali Amara Bruno Chen Dina Elif Farid Gita Hugo Ines Jonas Kofi Lena Marco Nadia
        Omar Priya Rafael Sofia Tomas Ula Vera Will Yuki Zara Alice Bob Carol Dan Eve Frank Gus Hana Ivan Julia Karl
        Lucy Max Nina Oscar Peter Ruth Sara Tom Viola Walter Mei Ada Fatima George Jamal Linda Ravi\
        """);
    static final List<String> CITIES = words("""
        Paris London Rome Berlin Madrid Tokyo Oslo Lima Cairo Delhi Dublin Vienna Prague Lisbon Athens Boston Denver
        Sydney Toronto Nairobi Lagos Quito Seoul Zurich Bergen Porto Turin York Leeds Bristol Geneva Warsaw Mumbai
        Dakar Hanoi Austin Kyoto\
        """);
    static final List<String> DAYS = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday");
    static final List<String> MONTHS =
            words("January February March April May June July August September October November December");
    static final List<String> COLOURS = words("red blue green yellow black white brown orange pink purple grey silver");
    static final List<String> SIZES = words("big small old new long short heavy light round broken clean dirty");
    static final List<String> THINGS = words("""
        ball book lamp box cup hat key chair table clock kite bike map pen bag drum flute letter mirror rope basket
        bottle blanket candle umbrella picture toy spoon plate ring scarf hammer ladder bucket camera radio guitar
        pillow jacket shoe notebook pencil torch tent boat\
        """);
    static final List<String> FOODS = words("""
        apple banana pear sandwich cake soup egg potato carrot pizza salad cookie pancake orange peach burger
        sausage tomato muffin pie\
        """);
    static final List<String> READINGS = words("book letter story poem newspaper magazine note list map recipe");
    static final List<String> ANIMALS = words("""
        dog cat horse cow sheep goat pig duck hen rabbit mouse fox bear lion tiger elephant monkey frog owl bee
        parrot snake camel donkey\
        """);
    static final List<String> PLACES = List.of(
            "in the park",
            "at home",
            "at school",
            "in the garden",
            "on the beach",
            "in the kitchen",
            "at the market",
            "in the library",
            "at the station",
            "in the forest",
            "by the lake",
            "in the town hall",
            "near the river",
            "at the zoo",
            "on the farm",
            "in the museum",
            "at the airport",
            "in the office",
            "on the train",
            "behind the house",
            "under the old tree",
            "next to the church");
    static final List<String> TIMES = List.of(
            "yesterday",
            "last week",
            "last night",
            "this morning",
            "on Monday",
            "on Tuesday",
            "on Wednesday",
            "on Thursday",
            "on Friday",
            "on Saturday",
            "on Sunday",
            "in March",
            "in July",
            "in winter",
            "in summer",
            "at noon",
            "after lunch",
            "before breakfast",
            "two days ago",
            "in the evening");
    static final List<String> ADJECTIVES = words("""
        happy sad tired hungry busy calm kind brave quiet loud late early ready sick proud angry strong clever
        friendly curious\
        """);
    static final List<String> JOBS = words("""
        teacher doctor baker farmer nurse pilot driver painter singer writer cook gardener tailor carpenter
        plumber dentist sailor waiter judge fisherman\
        """);

    static final List<Verb> VERBS = List.of(
            verb("buy bought buys buying thing"),
            verb("find found finds finding thing"),
            verb("lose lost loses losing thing"),
            verb("sell sold sells selling thing"),
            verb("carry carried carries carrying thing"),
            verb("paint painted paints painting thing"),
            verb("clean cleaned cleans cleaning thing"),
            verb("break broke breaks breaking thing"),
            verb("hide hid hides hiding thing"),
            verb("bring brought brings bringing thing"),
            verb("draw drew draws drawing thing"),
            verb("need needed needs needing thing"),
            verb("want wanted wants wanting thing"),
            verb("open opened opens opening box"),
            verb("close closed closes closing box"),
            verb("eat ate eats eating food"),
            verb("cook cooked cooks cooking food"),
            verb("make made makes making food"),
            verb("share shared shares sharing food"),
            verb("read read reads reading reading"),
            verb("write wrote writes writing reading"),
            verb("send sent sends sending reading"),
            verb("see saw sees seeing animal"),
            verb("feed fed feeds feeding animal"),
            verb("hear heard hears hearing animal"),
            verb("follow followed follows following animal"),
            verb("help helped helps helping person"),
            verb("call called calls calling person"),
            verb("meet met meets meeting person"),
            verb("visit visited visits visiting person"),
            verb("thank thanked thanks thanking person"),
            verb("play played plays playing game"),
            verb("win won wins winning game"),
            verb("watch watched watches watching game"));
    static final List<String> GAMES =
            List.of("chess", "football", "tennis", "cards", "the game", "basketball", "golf", "hockey");
    static final List<String> BOXES =
            List.of("the door", "the window", "the box", "the gate", "the shop", "the drawer", "the bag", "the jar");

    static final List<Category> CATEGORIES = List.of(
            category("fruit | fruits | apple, banana, pear, orange, grape, peach, cherry, plum, lemon, mango, melon"),
            category("vegetable | vegetables | carrot, onion, potato, cabbage, pea, bean, spinach, leek, turnip,"
                    + " celery"),
            category("animal | animals | dog, cat, horse, cow, lion, tiger, bear, rabbit, fox, monkey, camel, goat"),
            category("bird | birds | owl, robin, eagle, duck, parrot, swan, crow, pigeon, sparrow, gull, hawk"),
            category("insect | insects | bee, ant, fly, beetle, wasp, moth, butterfly, cricket, mosquito"),
            category("colour | colours | red, blue, green, yellow, black, white, brown, pink, purple, grey"),
            category("drink | drinks | water, tea, coffee, milk, juice, lemonade, cocoa"),
            category("tool | tools | hammer, saw, drill, spade, wrench, pliers, screwdriver, axe, rake"),
            category("vehicle | vehicles | car, bus, train, bike, truck, boat, plane, van, tram, ship"),
            category("job | jobs | teacher, doctor, baker, farmer, nurse, pilot, driver, painter, singer, cook"),
            category("sport | sports | football, tennis, golf, hockey, rugby, boxing, skiing, rowing, cricket"),
            category("musical instrument | musical instruments | piano, violin, drum, flute, guitar, trumpet, harp,"
                    + " cello"),
            category("piece of clothing | clothes | shirt, hat, scarf, coat, sock, glove, jacket, dress, skirt, belt"),
            category(
                    "piece of furniture | pieces of furniture | chair, table, bed, sofa, desk, shelf, wardrobe, stool"),
            category("flower | flowers | rose, tulip, daisy, lily, poppy, violet, orchid, sunflower"),
            category("tree | trees | oak, pine, birch, maple, willow, beech, elm, ash, cedar"),
            category("shape | shapes | circle, square, triangle, star, oval, cube, cone, rectangle"),
            category("part of the body | parts of the body | head, arm, leg, hand, foot, nose, ear, eye, mouth, knee"),
            category("room | rooms | kitchen, bedroom, bathroom, hall, attic, cellar, office, garage"),
            category("school subject | school subjects | history, music, art, science, maths, geography, biology"),
            category("season | seasons | spring, summer, autumn, winter"),
            category("planet | planets | Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus, Neptune"),
            category("metal | metals | iron, gold, silver, copper, tin, zinc, lead"),
            category("fish | fish | salmon, trout, tuna, cod, carp, herring, shark, pike"));

    static final List<String> PLAIN = plain();

    private Lexicon() {}

    static List<String> words(String text) {
        return SPACE.splitAsStream(text.strip()).toList();
    }

    /** Fields of a line, separated by bars. */
    static List<String> fields(String line) {
        return BAR.splitAsStream(line.strip()).toList();
    }

    static List<String> commas(String text) {
        return COMMA.splitAsStream(text.strip()).toList();
    }

    private static Verb verb(String line) {
        List<String> forms = words(line);
        return new Verb(forms.get(0), forms.get(1), forms.get(2), forms.get(3), forms.get(4));
    }

    private static Category category(String line) {
        List<String> fields = fields(line);
        return new Category(fields.get(0), fields.get(1), commas(fields.get(2)));
    }

    private static List<String> plain() {
        Set<String> all = new LinkedHashSet<>();
        Stream.of(THINGS, FOODS, READINGS, ANIMALS, COLOURS, SIZES, ADJECTIVES, JOBS)
                .forEach(all::addAll);
        for (Category category : CATEGORIES) {
            for (String member : category.members()) {
                all.add(member);
            }
        }
        all.addAll(words("""
            water house tree river stone window garden street morning evening summer winter music paper
            door bread sugar honey cloud storm island forest mountain valley village teacher friend sister
            brother mother father kitchen market travel answer question number story picture winter quick
            lazy jump quiet zero extra jazz quiz exact yellow wax box fox puzzle oxygen rhythm vivid queue
            buzz jelly kiwi know write think dream smile laugh swim climb dance sing walk run sleep before
            after under over between always never often today tomorrow\
            """));
        return List.copyOf(all);
    }

    /** A name, quite often one that does not exist, so that names are read and not remembered. */
    static String name(Draw d) {
        return d.chance(0.3) ? MadeUp.capitalised(d) : d.pick(NAMES);
    }

    static String city(Draw d) {
        return d.chance(0.35) ? MadeUp.capitalised(d) : d.pick(CITIES);
    }

    /** Regular English plural, with the exceptions that the lists above hold. */
    static String plural(String noun) {
        return switch (noun) {
            case "mouse" -> "mice";
            case "sheep", "salmon", "trout", "cod", "fish", "deer" -> noun;
            case "foot" -> "feet";
            case "tooth" -> "teeth";
            case "goose" -> "geese";
            case "man" -> "men";
            case "woman" -> "women";
            case "child" -> "children";
            case "person" -> "people";
            case "knife" -> "knives";
            case "leaf" -> "leaves";
            case "wolf" -> "wolves";
            case "shelf" -> "shelves";
            case "scarf" -> "scarves";
            case "half" -> "halves";
            case "life" -> "lives";
            case "thief" -> "thieves";
            case "fisherman" -> "fishermen";
            case "potato", "tomato", "mango" -> noun + "es";
            default -> regularPlural(noun);
        };
    }

    private static String regularPlural(String noun) {
        char last = noun.charAt(noun.length() - 1);
        char before = noun.length() > 1 ? noun.charAt(noun.length() - 2) : ' ';
        if (last == 'y' && "aeiou".indexOf(before) < 0) {
            return noun.substring(0, noun.length() - 1) + "ies";
        }
        if (last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 'c' || before == 's'))) {
            return noun + "es";
        }
        return noun + "s";
    }
}
