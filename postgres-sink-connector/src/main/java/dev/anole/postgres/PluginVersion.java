package dev.anole.postgres;

/** The plug-in's version, from its archive's manifest. */
final class PluginVersion {

    private PluginVersion() {}

    static String get() {
        String version = PluginVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
