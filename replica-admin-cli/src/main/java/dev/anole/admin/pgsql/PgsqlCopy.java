package dev.anole.admin.pgsql;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.Registration;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.SourceSettings;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.initialise.ReaderRoles;
import dev.anole.admin.join.TableProperties;
import dev.anole.admin.output.Console;
import dev.anole.admin.progress.CopyProgress;
import dev.anole.postgres.catalogue.CatalogueSchema;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.types.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Copies a registered source of {@code type: pgsql}, once, from one snapshot. Everything is checked before anything is
 * changed; readers see the tables of before until all new ones take their places at once. For one thread.
 */
public final class PgsqlCopy {

    private final Configuration configuration;
    private final ReplicaSource source;
    private final SourceSettings settings;
    private final Console console;
    private final List<String> warnings = new ArrayList<>();

    public PgsqlCopy(Configuration configuration, ReplicaSource source, Console console) {
        this.configuration = configuration;
        this.source = source;
        this.console = console;
        settings = source.settings();
    }

    /**
     * Runs it.
     *
     * @param readers how many sessions read at once
     * @throws AdminException if something is missing, or the work fails; the catalogue then has the reason
     */
    public CopyReport run(int readers) throws SQLException, InterruptedException {
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres());
                CopySessions sessions = new CopySessions(
                        settings.dbConn().postgres(), configuration.postgres().address(), source.name())) {
            database.reserve(source.name(), "init-replica");
            Registration.require(source, database);
            requireSensible(database);
            SourceSnapshot snapshot = SourceSnapshot.take(sessions, settings);
            SourcePlan plan = snapshot.plan();
            plan.warnings().forEach(this::warn);
            Connection target = sessions.openTarget();
            Renaming places = plan.renaming(this::schema);
            new TargetCheck(target, plan).require(places, FormerTables.of(target, source.name()));
            TableProperties properties = ReaderRoles.properties(database, configuration, source, this::warn);
            LoadingTables loading = new LoadingTables(plan, plan.renaming(this::loadingSchema), properties);
            try {
                database.sources().setStatus(source.name(), SourceStatus.INITIALISING);
                sessions.endFormer(target);
                loading.drop(target, source.name());
                loading.create(target);
                Swap swap = new Swap(target, source.name(), plan, loading, places, properties);
                return copy(sessions, snapshot, target, loading, swap, readers);
            } catch (Exception e) {
                sessions.abort();
                AdminException told = new CopyFailure(source.name(), database).record(e);
                clearUp(loading, told);
                throw told;
            }
        }
    }

    /** What cannot be dropped now is dropped by the next copy. */
    private void clearUp(LoadingTables loading, AdminException told) {
        try (Connection connection = TargetDatabase.session(configuration.postgres())) {
            loading.drop(connection, source.name());
        } catch (SQLException | AdminException e) {
            told.addSuppressed(e);
        }
    }

    private void requireSensible(TargetDatabase database) throws SQLException {
        if (settings.keepExistingSchema()) {
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "keep_existing_schema is set for the source " + source.name()
                            + ", which has type pgsql: its tables get the definitions that the source has.",
                    "Remove the key.");
        }
        if (database.positions().find(source.name()).isPresent()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The source " + source.name() + " was initialised as a replica of MySQL, and has type pgsql now.",
                    "Run drop-source with the former configuration, or give the new source another name.");
        }
    }

    private void warn(String sentence) {
        warnings.add(sentence);
        console.warn(sentence);
    }

    private CopyReport copy(
            CopySessions sessions,
            SourceSnapshot snapshot,
            Connection target,
            LoadingTables loading,
            Swap swap,
            int readers)
            throws Exception {
        try (CopyProgress progress = new CopyProgress(console)) {
            new ParallelCopy(sessions, loading, progress).run(snapshot.work(readers), snapshot.name(), readers);
            console.progress("Making foreign keys, and putting the tables in their places");
            loading.connect(target, snapshot);
            swap.run();
            return new CopyReport(source.name(), SourceStatus.INITIALISED.toString(), progress.copied(), warnings);
        }
    }

    /** On the target; the same for schemas that are not mapped, of which nothing is copied. */
    private String schema(String ofSource) {
        Map<String, String> mappings = settings.schemaMappings();
        return Identifiers.fit(mappings.getOrDefault(ofSource, ofSource));
    }

    private String loadingSchema(String ofSource) {
        return Identifiers.fit(CatalogueSchema.loadingPrefix(source.name()) + schema(ofSource));
    }
}
