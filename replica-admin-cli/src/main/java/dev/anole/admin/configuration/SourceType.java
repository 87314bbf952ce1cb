package dev.anole.admin.configuration;

/** {@code type} of a source. */
public enum SourceType {
    MYSQL,
    PGSQL
}
