package cultivar.runtime.seedling;

import java.util.List;

/** The little that Seedling knows of the world, as pairs. */
final class Facts {
    /** Left and right of one relation. */
    record Pair(String left, String right) {}

    static final List<Pair> OPPOSITES = pairs("""
        hot cold, big small, tall short, fast slow, old young, happy sad, light dark, open closed, full empty,
        hard soft, wet dry, rich poor, strong weak, early late, up down, left right, in out, on off, day night,
        good bad, clean dirty, high low, near far, thick thin, loud quiet, easy difficult, first last, love hate,
        win lose, buy sell, push pull, start stop, give take, laugh cry, sweet sour, brave afraid, cheap expensive,
        wide narrow, right wrong, true false, new old, black white, north south, east west, above below, before after,
        inside outside, always never, begin end, front back, heavy light, long short, warm cool, deep shallow,
        sharp blunt, smooth rough, same different, more less, many few, yes no\
        """);

    static final List<Pair> SOUNDS = pairs("""
        dog barks, cat meows, cow moos, sheep bleats, horse neighs, pig grunts, duck quacks, hen clucks, lion roars,
        bee buzzes, frog croaks, owl hoots, snake hisses, mouse squeaks, donkey brays, wolf howls, crow caws,
        goat bleats, tiger roars, bird sings\
        """);

    static final List<Pair> HOMES = bars("""
        bee | in a hive
        bird | in a nest
        dog | in a kennel
        horse | in a stable
        cow | in a barn
        pig | in a sty
        rabbit | in a burrow
        spider | in a web
        fish | in the water
        fox | in a den
        lion | in the wild
        bear | in a cave or a forest
        camel | in the desert
        penguin | in the cold south
        hen | in a coop
        ant | in an anthill
        monkey | in the jungle
        frog | near ponds
        shark | in the sea
        owl | in a hollow tree\
        """);

    static final List<Pair> USES = bars("""
        knife | to cut things
        pen | to write
        spoon | to eat soup
        cup | to drink from
        bed | to sleep in
        hammer | to drive in nails
        umbrella | to stay dry in the rain
        clock | to tell the time
        key | to open a lock
        lamp | to give light
        broom | to sweep the floor
        scissors | to cut paper and cloth
        oven | to bake bread and cakes
        fridge | to keep food cold
        towel | to dry yourself
        soap | to wash yourself
        comb | to tidy your hair
        map | to find the way
        camera | to take pictures
        phone | to talk to people far away
        ladder | to reach high places
        needle | to sew
        boat | to travel on water
        bag | to carry things
        chair | to sit on
        glasses | to see better
        radio | to listen to music and news
        rope | to tie things
        saw | to cut wood
        book | to read and learn\
        """);

    static final List<Pair> COLOURS = pairs("""
        grass green, snow white, coal black, milk white, blood red, chocolate brown, sunflower yellow, lemon yellow,
        sky blue, carrot orange, tomato red, cucumber green, banana yellow, elephant grey, strawberry red,
        spinach green, cherry red, salt white, flamingo pink, crow black\
        """);

    static final List<Pair> CAPITALS = bars("""
        France | Paris
        Germany | Berlin
        Italy | Rome
        Spain | Madrid
        Japan | Tokyo
        Norway | Oslo
        Peru | Lima
        Egypt | Cairo
        India | New Delhi
        Ireland | Dublin
        Austria | Vienna
        Portugal | Lisbon
        Greece | Athens
        Canada | Ottawa
        Australia | Canberra
        Kenya | Nairobi
        China | Beijing
        Poland | Warsaw
        Sweden | Stockholm
        Denmark | Copenhagen
        Finland | Helsinki
        Hungary | Budapest
        Cuba | Havana
        Russia | Moscow
        Brazil | Brasilia
        England | London
        Ukraine | Kyiv
        Turkey | Ankara\
        """);

    static final List<Pair> YOUNG = pairs("""
        dog puppy, cat kitten, cow calf, sheep lamb, horse foal, pig piglet, duck duckling, hen chick, bear cub,
        lion cub, goat kid, frog tadpole, goose gosling, swan cygnet\
        """);

    static final List<Pair> NUMBERS_OF = bars("""
        days are there in a week | Seven
        months are there in a year | Twelve
        hours are there in a day | Twenty-four
        minutes are there in an hour | Sixty
        seconds are there in a minute | Sixty
        legs does a dog have | Four
        legs does a spider have | Eight
        legs does an insect have | Six
        legs does a bird have | Two
        fingers are there on a hand | Five
        wheels does a bike have | Two
        wheels does a car have | Four
        sides does a triangle have | Three
        sides does a square have | Four
        seasons are there in a year | Four
        letters are there in the alphabet | Twenty-six
        days are there in April | Thirty
        days are there in January | Thirty-one
        eyes does a person have | Two
        colours are there in a rainbow | Seven
        planets go round the sun | Eight\
        """);

    /** Question and full answer. */
    static final List<Pair> MISCELLANEOUS = bars("""
        What do bees make? | Bees make honey.
        What do cows give us? | Cows give us milk.
        What do hens lay? | Hens lay eggs.
        What do plants need to grow? | Plants need water, light and good soil.
        What is ice? | Ice is frozen water.
        What is rain? | Rain is water that falls from the clouds.
        What is a seed? | A seed is a small thing that a plant grows from.
        What is a seedling? | A seedling is a very young plant.
        What is a week? | A week is seven days.
        What is a library? | A library is a place with many books to read.
        What is a farm? | A farm is a place where food is grown and animals are kept.
        What is a baker? | A baker is a person who bakes bread and cakes.
        What is a desert? | A desert is a dry place with little rain.
        What is an island? | An island is land with water all around it.
        What is a river? | A river is a long stream of water that flows to the sea.
        What is snow? | Snow is soft, white, frozen water that falls from the sky.
        What is the sun? | The sun is the star that gives us light and warmth.
        What is the moon? | The moon is the round body that goes round the Earth.
        What is bread made from? | Bread is made from flour and water.
        What is paper made from? | Paper is made from wood.
        What is cheese made from? | Cheese is made from milk.
        What is wool? | Wool is the soft hair of sheep.
        Where does the sun rise? | The sun rises in the east.
        Where does the sun set? | The sun sets in the west.
        What comes after winter? | Spring comes after winter.
        What comes after summer? | Autumn comes after summer.
        What do we do with our ears? | We hear with our ears.
        What do we do with our eyes? | We see with our eyes.
        What do we do with our nose? | We smell with our nose.
        What does a teacher do? | A teacher helps people to learn.
        What does a doctor do? | A doctor helps sick people.
        What does a farmer do? | A farmer grows food and keeps animals.
        What does a baker do? | A baker bakes bread and cakes.
        What does a pilot do? | A pilot flies planes.
        What does a painter do? | A painter paints pictures or walls.
        What is the largest animal? | The largest animal is the blue whale.
        What is the tallest animal? | The tallest animal is the giraffe.
        What is the fastest land animal? | The fastest land animal is the cheetah.
        Why do we sleep? | We sleep so that our body and mind can rest.
        Why do people wear coats? | People wear coats to stay warm.
        Why do birds have wings? | Birds have wings so that they can fly.
        Can fish fly? | No, most fish swim and cannot fly.
        Can birds fly? | Yes, most birds can fly.
        Can penguins fly? | No, penguins swim but cannot fly.
        Is fire hot? | Yes, fire is hot.
        Is ice cold? | Yes, ice is cold.
        Is the sun a star? | Yes, the sun is a star.
        Is a whale a fish? | No, a whale is a mammal.\
        """);

    private Facts() {}

    private static List<Pair> pairs(String text) {
        return Lexicon.commas(text.replace('\n', ' ')).stream()
                .map(Lexicon::words)
                .map(words -> new Pair(words.get(0), words.get(1)))
                .toList();
    }

    private static List<Pair> bars(String text) {
        return text.lines()
                .map(Lexicon::fields)
                .map(fields -> new Pair(fields.get(0), fields.get(1)))
                .toList();
    }
}
