package cultivar.app.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The dependency rules of the design, over the main classes of all modules. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOptions(
                    List.of(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS, location -> !location.contains("-tests.jar")))
            .importPackages("cultivar");

    private static final String[] JAVAFX = {
        "javafx..",
        "com.sun.javafx..",
        "com.sun.glass..",
        "org.controlsfx..",
        "impl.org.controlsfx..",
        "atlantafx..",
        "org.kordamp.ikonli.."
    };

    /** Module to the modules that it may use. */
    private static final Map<String, List<String>> MODULES = Map.of(
            "runtime", List.of(),
            "ui", List.of(),
            "datanet", List.of("ui"),
            "finetune", List.of("ui", "runtime", "datanet"),
            "wallet", List.of("ui"),
            "app", List.of("ui", "runtime", "datanet", "finetune", "wallet"));

    @Test
    void seesEveryModule() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).map(ArchitectureTest::module))
                .as("a rule holds easily over classes that were never read")
                .containsAll(MODULES.keySet());
    }

    @TestFactory
    Stream<DynamicTest> modulesUseEachOtherAsTheTableSays() {
        return MODULES.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(module -> {
            String[] forbidden = MODULES.keySet().stream()
                    .filter(other ->
                            !other.equals(module.getKey()) && !module.getValue().contains(other))
                    .map(other -> "cultivar." + other + "..")
                    .toArray(String[]::new);
            return DynamicTest.dynamicTest(
                    module.getKey() + " does not use " + Arrays.toString(forbidden),
                    () -> check(noClasses()
                            .that()
                            .resideInAPackage("cultivar." + module.getKey() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(forbidden)));
        });
    }

    @Test
    void javafxStaysInUiViewsAndApp() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("cultivar.ui..", "cultivar..view..", "cultivar.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JAVAFX));
    }

    @Test
    void enginesAndChainsStayInTheirModules() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("cultivar.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("cultivar.wallet..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.web3j.."));
    }

    @Test
    void viewsOpenNoSocketFileOrDatabase() {
        check(noClasses()
                .that()
                .resideInAPackage("cultivar..view..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.net.http..",
                                "java.nio.channels..",
                                "java.sql..",
                                "javax.sql..",
                                "org.sqlite..",
                                "okhttp3..",
                                "org.web3j..",
                                "ai.djl..")
                        .or(nameMatching("java\\.net\\.(.*Socket|.*URLConnection)"))
                        .or(nameMatching("java\\.nio\\.file\\.Files"))
                        .or(nameMatching("java\\.io\\.(File.+|RandomAccessFile)"))));
        // A file chooser speaks in java.io.File: a view may turn it into a path, and no more.
        check(noClasses()
                .that()
                .resideInAPackage("cultivar..view..")
                .should()
                .callConstructorWhere(targetOwner(type(File.class)))
                .orShould()
                .callMethodWhere(targetOwner(type(File.class)).and(target(nameMatching("(?!(toPath|getName)$).*"))))
                .orShould()
                .callMethodWhere(targetOwner(type(java.net.URL.class)).and(target(nameMatching("open.*")))));
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        check(slices().matching("cultivar.(**)").should().beFreeOfCycles());
    }

    @Test
    void oneToolkitOneLoggerOneJson() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.awt..", "javax.swing..", "javafx.scene.web..", "javafx.fxml..", "javafx.embed.."));
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.commons.logging..", "org.apache.log4j..", "org.apache.logging.."));
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.google.gson..",
                        "com.fasterxml.jackson.core..",
                        "com.fasterxml.jackson.databind..",
                        "org.json..",
                        "jakarta.json.."));
    }

    @Test
    void onlyTheCommandLinePrints() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("cultivar.app", "cultivar.app.cli..")
                .should()
                .accessFieldWhere(targetOwner(type(System.class)).and(target(nameMatching("out|err"))))
                .orShould()
                .callMethodWhere(target(nameMatching("printStackTrace"))));
    }

    @Test
    void threadsStartInTheTaskRunnerAndTheEngine() {
        // The virtual machine's 1024 nested calls need a thread with a deep stack. Reading what is imported, writing
        // its words and moving the store's log have threads of their own, since the common pool may have one worker.
        check(noClasses()
                .that()
                .resideOutsideOfPackages("cultivar.ui.task..", "cultivar.runtime..", "cultivar.wallet.evm")
                .and()
                .doNotHaveFullyQualifiedName("cultivar.datanet.store.BulkWrite")
                .and()
                .doNotHaveFullyQualifiedName("cultivar.datanet.store.BatchReader")
                .and()
                .doNotHaveFullyQualifiedName("cultivar.datanet.store.Words")
                .should()
                .callConstructorWhere(targetOwner(type(Thread.class)))
                .orShould()
                .callMethodWhere(targetOwner(type(Thread.class))
                        .and(target(nameMatching("ofVirtual|ofPlatform|startVirtualThread"))))
                .orShould()
                .callMethodWhere(targetOwner(type(Executors.class)))
                .orShould()
                .callMethodWhere(target(nameMatching("(supply|run)Async"))));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                        .map(found -> found.getName()))
                .as("packages without a package-info that says @NullMarked")
                .isEmpty();
    }

    private static String module(String packageName) {
        String[] parts = packageName.split("\\.", -1);
        return parts.length > 1 ? parts[1] : "";
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
