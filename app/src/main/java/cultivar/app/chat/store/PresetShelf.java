package cultivar.app.chat.store;

import java.util.List;

/** Presets that somebody saved. */
public final class PresetShelf {
    private final ChatDatabase database;

    PresetShelf(ChatDatabase database) {
        this.database = database;
    }

    /** All, in the order of their names. */
    public List<Preset> all() {
        return database.read(db -> db.query(
                row -> new Preset(row.getString("name"), Json.draw(row.getString("draw"))),
                "select name, draw from preset order by name"));
    }

    /** Keeps a preset; one of the same name is replaced. */
    public void save(Preset preset) {
        database.write(db -> db.execute(
                "insert or replace into preset (name, draw) values (?, ?)", preset.name(), Json.write(preset.draw())));
    }

    /** Forgets a preset. */
    public void remove(String name) {
        database.write(db -> db.execute("delete from preset where name = ?", name));
    }
}
