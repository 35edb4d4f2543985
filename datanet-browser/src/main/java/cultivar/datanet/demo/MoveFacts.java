package cultivar.datanet.demo;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What <em>Move questions</em> asks about: a tag, one sentence, and seven ways to ask for it, the last of which is kept
 * for scoring.
 */
final class MoveFacts {
    private static final Pattern BAR = Pattern.compile("\\s*\\|\\s*");
    private static final Pattern SEMICOLON = Pattern.compile("\\s*;\\s*");

    /** One fact; {@code asked} is never trained on. */
    record Fact(String tag, String answer, List<String> questions, String asked) {}

    private MoveFacts() {}

    static List<Fact> all() {
        return (RESOURCES + ABILITIES + CODE + VALUES + TESTING)
                .lines()
                .map(MoveFacts::fact)
                .toList();
    }

    private static Fact fact(String line) {
        List<String> parts = BAR.splitAsStream(line.strip()).toList();
        List<String> questions = SEMICOLON.splitAsStream(parts.get(2)).toList();
        return new Fact(parts.get(0), parts.get(1), questions.subList(0, questions.size() - 1), questions.getLast());
    }

    private static final String RESOURCES = """
        resources | A resource is a value that can be neither copied nor thrown away, only moved. | What is a resource in Move?; Explain resources in Move.; What does the word resource mean in Move?; What is special about a Move resource?; How does Move define a resource?; Which values are called resources in Move?; What do people mean by a resource in Move?
        resources | The function move_to stores a resource under the signer's address. | What does move_to do?; Which function stores a resource under an account?; How do I store a resource in Move?; What is move_to for?; How do I put a resource under an address?; What happens when I call move_to?; Which call publishes a resource under the signer?
        resources | The function move_from takes a resource out of an account and returns it. | What does move_from do?; How do I take a resource out of an account?; What is move_from for?; Which function removes a resource from an address?; What happens when I call move_from?; How is a stored resource taken back?; What does a call of move_from return?
        resources | The function borrow_global gives a read-only reference to a stored resource. | What does borrow_global do?; How do I read a stored resource?; What is borrow_global for?; Which function reads a resource at an address?; What does borrow_global return?; How can I look at a resource without changing it?; Which call lets me read what an account stores?
        resources | The function borrow_global_mut gives a reference through which a stored resource can be changed. | What does borrow_global_mut do?; How do I change a stored resource?; What is borrow_global_mut for?; Which function lets me change a resource at an address?; What does borrow_global_mut return?; How do I write to a resource in storage?; Which call gives a mutable reference to storage?
        resources | The function exists tells whether an address holds a resource of a type. | What does exists do in Move?; How do I check that an account has a resource?; What is exists for in Move?; Which function tells whether a resource is there?; How can I see whether an address holds a resource?; What does exists return in Move?; How do I test for a stored resource?
        resources | An address holds at most one resource of each type. | How many resources of one type can an address hold?; Can an account hold two resources of the same type?; How often can I store the same type under an address?; What is the limit of resources of a type at an address?; May one address keep several resources of one type?; How many values of one resource type fit under an account?; Is a second resource of the same type allowed at an address?
        resources | The word acquires lists the resource types that a function reads from storage. | What does acquires mean?; What is acquires for in Move?; Why does a function say acquires?; What stands after acquires?; When does a function need acquires?; What does the acquires list hold?; Which types are named behind acquires?
        objects | On Sui an object is a struct with the key ability whose first field is an id of type UID. | What is an object on Sui?; How is a Sui object declared?; What does a Sui object need?; Which struct is an object on Sui?; What makes a struct an object on Sui?; What is the first field of a Sui object?; How do I define an object for Sui?
        objects | A shared object on Sui can be used by everybody in a transaction. | What is a shared object?; Who can use a shared object on Sui?; What does sharing an object mean on Sui?; What are shared objects on Sui?; What happens to an object that is shared?; Why would I share an object on Sui?; Who has access to an object after it is shared?
        objects | An owned object on Sui can be used only by the address that owns it. | What is an owned object?; Who can use an owned object on Sui?; What does it mean that an object is owned on Sui?; What are owned objects on Sui?; Who may pass an owned object to a transaction?; What is the rule for owned objects on Sui?; Which address can act with an owned object?
        """;

    private static final String ABILITIES = """
        abilities | The four abilities are copy, drop, store and key. | Which abilities does Move have?; What are the abilities in Move?; Name the four abilities of Move.; How many abilities are there in Move?; List the abilities of Move types.; Which abilities can a struct have?; What can stand behind has in a struct?
        abilities | The key ability lets a struct be stored at the top level of global storage. | What does the key ability do?; What is key in Move?; What does has key mean?; When does a struct need key?; Why would a struct have key?; Explain the key ability.; Which ability is needed for top-level storage?
        abilities | The store ability lets a value be kept inside a struct in global storage. | What does the store ability do?; What is store in Move?; What does has store mean?; When does a type need store?; Why would a struct have store?; Explain the store ability.; Which ability allows a value inside stored structs?
        abilities | The copy ability lets a value be copied. | What does the copy ability do?; What is copy in Move?; What does has copy mean?; When does a type need copy?; Why would a struct have copy?; Explain the copy ability.; Which ability allows copies of a value?
        abilities | The drop ability lets a value be thrown away at the end of its scope. | What does the drop ability do?; What is drop in Move?; What does has drop mean?; When does a type need drop?; Why would a struct have drop?; Explain the drop ability.; Which ability lets a value be discarded?
        abilities | A value without drop must be moved, stored or unpacked before its scope ends. | What must I do with a value without drop?; What happens to a value that lacks drop?; Can I ignore a value without drop?; How do I get rid of a value without drop?; Where does a value without drop have to go?; What is required of values that lack drop?; What do I have to do when drop is missing?
        abilities | A struct with no abilities is a hot potato, which must be used up in the same transaction. | What is a hot potato?; What is a hot potato in Move?; What is a struct without abilities called?; Explain the hot potato pattern.; Why is it called a hot potato in Move?; What does the hot potato pattern do?; Which pattern uses a struct with no abilities?
        generics | A phantom type parameter is one that no field of the struct uses. | What is a phantom type parameter?; What does phantom mean in Move?; When is a type parameter phantom?; Explain phantom in Move.; Why do I write phantom before a type parameter?; What is phantom for in generics?; Which type parameters are called phantom?
        generics | Generics let one function or struct work with many types. | What are generics in Move?; What are generics for in Move?; Why does Move have generics?; Explain generics in Move.; What do generics allow in Move?; What is a generic function in Move?; How can one struct serve many types in Move?
        generics | A type parameter can be limited to types with certain abilities, as in T: copy + drop. | How do I limit a type parameter?; What does T: copy + drop mean?; How do I demand abilities of a type parameter?; What is an ability constraint?; How are generics constrained in Move?; What stands behind the colon of a type parameter?; How can a generic function require an ability?
        """;

    private static final String CODE = """
        modules | A module holds structs and functions and is published under an address. | What is a module in Move?; Explain modules in Move.; What does a module contain?; What is inside a Move module?; Where is a module published?; What are modules for in Move?; What do I put into a module?
        modules | Only the module that declares a struct can make it, take it apart or read its fields. | Who can create a struct in Move?; Which code can read the fields of a struct?; Who can unpack a struct?; Where can a struct be created?; Can another module build my struct?; Which module may access the fields of a struct?; Can code outside the module take a struct apart?
        modules | The word use brings a name from another module into scope. | What does use do in Move?; How do I import a module in Move?; What is use for in Move?; How do I refer to another module by a short name?; Which word imports names in Move?; Explain use in Move.; How does a name of another module come into scope?
        modules | A friend module may call the functions that are declared for friends. | What is a friend module?; What does friend mean in Move?; What may a friend module do?; Explain friend in Move.; What is a friend declaration for?; Why would I declare a friend?; Which modules can call friend functions?
        scripts | A script is a single function that runs in one transaction and is not stored on the chain. | What is a script in Move?; Explain scripts in Move.; Is a script stored on the chain?; What does a script consist of?; What is a Move script for?; How does a script differ from a module?; Which code runs once and is not kept on the chain?
        functions | A public function can be called from any module. | What is a public function in Move?; What does public mean in Move?; Who can call a public function?; Where can a public function be called?; Explain public in Move.; Why do I make a function public?; From where can I call a function that is public?
        functions | A function without a modifier is private and can be called only in its own module. | Are functions private by default in Move?; What is a private function in Move?; Who can call a function without public?; What is the default visibility in Move?; Where can a private function be called?; What happens when I leave out public?; Which code may call a function that has no modifier?
        functions | An entry function can be called directly by a transaction. | What is an entry function?; What does entry mean in Move?; What is entry for?; Explain entry functions.; When do I need an entry function?; How does a transaction call a function?; Which functions can a transaction start with?
        functions | A native function is written in the virtual machine and not in Move. | What is a native function?; What does native mean in Move?; Where is a native function written?; Explain native functions.; Is a native function written in Move?; What is native for in Move?; Which functions have no body in Move?
        functions | The init function of a Sui module runs once, when the module is published. | When does init run?; What is the init function on Sui?; How often does init run on Sui?; What does init do on Sui?; Explain init on Sui.; When is init called on Sui?; Which function runs at publication on Sui?
        functions | Classic Move resolves every call statically, which rules out many reentrancy attacks. | Why is reentrancy rare in Move?; Does Move have dynamic dispatch?; How does Move avoid reentrancy?; What protects Move from reentrancy?; Why are reentrancy attacks hard in Move?; What does Move leave out to stop reentrancy?; What keeps reentrancy attacks away from Move?
        errors | The word abort stops the transaction with a code and undoes its changes. | What does abort do?; What happens on abort?; How do I stop a transaction in Move?; Explain abort in Move.; What is abort for?; What happens to changes after an abort?; How does a transaction end when a function aborts?
        errors | The macro assert! aborts with a code when its condition is false. | What does assert! do?; How do I check a condition in Move?; What is assert! for?; Explain assert! in Move.; When does assert! abort?; What happens when an assert! fails?; Which macro aborts on a false condition?
        constants | A constant is declared with const and has a value of a simple type. | How do I declare a constant?; What is const in Move?; How are constants written in Move?; What can a constant hold?; What is const for in Move?; Which word declares a constant?; How does a named fixed value come into a module?
        """;

    private static final String VALUES = """
        values | A signer stands for the account that has signed the transaction. | What is a signer?; What does signer mean in Move?; What is the signer type?; Explain signer in Move.; What does a signer stand for?; What is a signer in Move?; Which type proves who signed the transaction?
        values | A vector is the only built-in collection and holds values of one type. | What is a vector in Move?; What does a vector hold?; Which collection does Move have built in?; Explain vectors in Move.; What are vectors for?; What is the built-in list type of Move?; How do I keep many values of a type in Move?
        values | Move has unsigned integers from u8 to u256. | Which integer types does Move have?; What integers are there in Move?; Which number types can I use in Move?; What is the largest integer type in Move?; Name the integer types of Move.; How large can integers be in Move?; What sizes of unsigned integers are there?
        values | Arithmetic that overflows aborts the transaction. | What happens on overflow in Move?; Does Move check for overflow?; What does Move do when a sum is too large?; Is overflow possible in Move?; How does Move treat integer overflow?; What happens when a number gets too big?; What is the result of an addition that does not fit?
        values | An address names an account, and literals of it begin with an at sign. | What is an address in Move?; How do I write an address in Move?; What does the at sign mean in Move?; Explain the address type.; What does an address name?; How are address literals written?; Which sign stands before an address literal?
        references | A reference written with & can only read a value. | What is an immutable reference?; What does & mean in Move?; What can I do with a & reference?; Explain & in Move.; How do I borrow a value for reading?; What is a plain reference for?; Which reference may read but not write?
        references | A reference written with &mut can change a value. | What is a mutable reference?; What does &mut mean in Move?; What can I do with a &mut reference?; Explain &mut in Move.; How do I borrow a value for writing?; What is &mut for?; Which reference may change what it points to?
        references | A reference cannot be kept in a struct or in global storage. | Can I store a reference in Move?; Can a struct hold a reference?; Where can references not be kept?; Are references allowed in storage?; May a field be a reference?; Can global storage hold references?; Is it possible to save a reference for later?
        events | An event tells programs outside the chain that something has happened. | What is an event in Move?; What are events for?; Why do modules emit events?; Explain events in Move.; What does an event tell?; Who reads events?; How does code outside the chain learn what happened?
        """;

    private static final String TESTING = """
        testing | A function marked #[test] runs as a unit test. | How do I write a test in Move?; What does #[test] mean?; What is #[test] for?; How do I mark a unit test?; Which attribute makes a test?; Explain #[test] in Move.; How does the tool know that a function is a test?
        testing | A test marked #[expected_failure] passes only when it aborts. | What does #[expected_failure] mean?; How do I test that code aborts?; What is #[expected_failure] for?; When does an expected failure pass?; Explain #[expected_failure].; How do I expect an abort in a test?; Which attribute makes an aborting test pass?
        testing | Code marked #[test_only] is left out of what is published. | What does #[test_only] mean?; What is #[test_only] for?; How do I write code only for tests?; Is test-only code published?; Explain #[test_only].; What happens to test-only code on publication?; Which attribute keeps helpers out of the published code?
        testing | The Move Prover checks that code meets its written specification. | What is the Move Prover?; What does the Move Prover do?; How can Move code be proved right?; Explain the Move Prover.; What does the prover check?; What is the prover for?; Which tool checks code against a specification?
        testing | A spec block states what a function must do, for the prover to check. | What is a spec block?; What is spec in Move?; What does a spec block state?; Explain spec blocks.; Why do I write spec in Move?; What stands in a spec block?; Where do I write down what a function has to guarantee?
        packages | The file Move.toml names a package, its dependencies and its addresses. | What is Move.toml?; What does Move.toml hold?; What is Move.toml for?; Where are the dependencies of a package named?; Which file describes a Move package?; Explain Move.toml.; Where do I set named addresses?
        """;
}
