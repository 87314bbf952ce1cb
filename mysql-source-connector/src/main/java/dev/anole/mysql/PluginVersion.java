package dev.anole.mysql;

/** The version of this plug-in, as its jar's manifest states it. */
final class PluginVersion {

    static final String VERSION = read();

    private PluginVersion() {}

    private static String read() {
        String version = PluginVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
