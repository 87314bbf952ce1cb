package dev.anole.contract.ddl;

/** Whose rules count where a statement leaves something open, such as the name of a check. */
public enum Dialect {
    MYSQL,
    MARIADB
}
