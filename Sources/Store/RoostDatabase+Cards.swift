// SPDX-License-Identifier: Apache-2.0
// Stores what is known of the files on a vehicle's cards: a row a file, so that one picture that was fetched costs one
// row and not the whole list.

public import DockModel
internal import GRDB

/// What is known of one card.
public struct CardRecord: Sendable, Equatable {
    /// A file on the card.
    public struct File: Sendable, Equatable {
        /// Its path below the folder of pictures.
        public var path: String
        /// Its octets; nil where the vehicle does not say it.
        public var octets: Int?
        /// Whether nothing more is to be done about it.
        public var isDone: Bool
        /// How often the vehicle refused it.
        public var attempts: Int

        /// A file.
        public init(path: String, octets: Int?, isDone: Bool, attempts: Int) {
            (self.path, self.octets, self.isDone, self.attempts) = (path, octets, isDone, attempts)
        }
    }

    /// When all that lay there had been fetched for the last time.
    public var emptied: WallTime
    /// Its files.
    public var files: [File]

    /// A card.
    public init(emptied: WallTime, files: [File]) { (self.emptied, self.files) = (emptied, files) }
}

extension RoostDatabase {
    /// What is known of a card; nil when nobody ever looked at it.
    public func card(_ name: String) throws(StoreError) -> CardRecord? {
        try read("reading a card") { db in
            let emptied = try Int64.fetchOne(
                db, sql: "SELECT emptied_ms FROM card WHERE name = ?", arguments: [name])
            guard let emptied else { return nil }
            let files = try Row.fetchAll(db, sql: "SELECT * FROM card_file WHERE card = ?", arguments: [name])
            return CardRecord(
                emptied: WallTime(milliseconds: emptied),
                files: files.map {
                    CardRecord.File(
                        path: $0["path"], octets: $0["octets"], isDone: $0["is_done"], attempts: $0["attempts"])
                })
        }
    }

    /// Puts the files of a card in place of those that were known.
    public func replace(_ card: CardRecord, named name: String) throws(StoreError) {
        try write("storing a card") { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO card (name, emptied_ms) VALUES (?, ?)",
                arguments: [name, card.emptied.milliseconds])
            try db.execute(sql: "DELETE FROM card_file WHERE card = ?", arguments: [name])
            for file in card.files { try Self.store(file, of: name, in: db) }
        }
    }

    /// Stores one file of a card.
    public func store(_ file: CardRecord.File, ofCard name: String) throws(StoreError) {
        try write("storing a file of a card") { db in try Self.store(file, of: name, in: db) }
    }

    private static func store(_ file: CardRecord.File, of name: String, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO card_file (card, path, octets, is_done, attempts) VALUES (?, ?, ?, ?, ?)
                """, arguments: [name, file.path, file.octets, file.isDone, file.attempts])
    }
}
