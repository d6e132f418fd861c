// SPDX-License-Identifier: Apache-2.0
// Every key of a hardware profile: its kind, its bounds, its default and what it means. The loader takes bounds and
// defaults from here, and so do the JSON Schema for editors and the tables of the documentation: they cannot drift.

import Registers

/// One key of a profile.
struct ProfileKey: Sendable {
    /// What a key holds.
    indirect enum Kind: Sendable {
        /// Exactly this text.
        case constant(String)
        case text(limit: Int)
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case flag
        case choice([String])
        /// A raw register value of up to 64 bits.
        case raw
        /// A number or a text.
        case scalar
        case list(Kind, limit: Int)
        /// Two numbers, the lower first.
        case range
        /// Table, address and count.
        case span
        case mapping(ProfileTable)
        /// A mapping whose keys match a pattern.
        case named(pattern: String, Kind)
    }

    let name: String
    let kind: Kind
    let isRequired: Bool
    /// The default as it would be written; nil when absence means "none".
    let standard: String?
    /// What the key means, in a few words.
    let meaning: String
    /// What may stand there, for a person who left it out.
    let example: String

    init(
        _ name: String, _ kind: Kind, required: Bool = false, standard: String? = nil, example: String? = nil,
        _ meaning: String
    ) {
        self.name = name
        self.example = example ?? kind.example
        self.kind = kind
        isRequired = required
        self.standard = standard
        self.meaning = meaning
    }
}

/// The keys of one mapping.
struct ProfileTable: Sendable {
    /// The heading it has in the documentation.
    let title: String
    let keys: [ProfileKey]
    /// Keys of which exactly one must be there.
    var oneOf: [String] = []

    /// The key of that name; asking for one that is not in the table is our own mistake.
    subscript(name: String) -> ProfileKey {
        guard let key = keys.first(where: { $0.name == name }) else {
            preconditionFailure("\(title) has no key \(name)")
        }
        return key
    }
}

/// The words of an enumeration.
private func words<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type) -> ProfileKey.Kind {
    .choice(Choice.allCases.map(\.rawValue))
}

extension ProfileTable {
    private static let scale = ProfileKey.Kind.number(-1e9...1e9)
    private static let offset = ProfileKey.Kind.number(-1e12...1e12)
    private static let value = ProfileKey.Kind.number(-1e15...1e15)
    private static let address = ProfileKey.Kind.integer(0...65_535)
    private static let name = ProfileKey.Kind.text(limit: 64)
    private static let lines = ProfileKey.Kind.list(.text(limit: 1_000), limit: 100)

    static let device = ProfileTable(
        title: "The device",
        keys: [
            ProfileKey("schema", .constant(ProfileFile.schema), required: true, "version of this format"),
            ProfileKey(
                "id", name, required: true, example: "roost-dock-plc",
                "the name that `dock.yaml` uses; the file is called ID.yaml"),
            ProfileKey("maker", .text(limit: 256), "who makes it, for people"),
            ProfileKey("model", .text(limit: 256), "model and firmware family, for people"),
            ProfileKey(
                "class", words(DeviceClass.self), required: true, example: "io",
                "weather stations and meters without a heartbeat are watched for frozen values"),
            ProfileKey(
                "status", words(ProfileStatus.self), required: true, example: "partial",
                "`cited`: every point read in a public source; `partial`: some points not verified; `invented`: ours"
            ),
            ProfileKey("sources", lines, "where the register facts were read"),
            ProfileKey("unverified", lines, "what nobody has proved on a device yet"),
            ProfileKey("traps", lines, "known pitfalls"),
            ProfileKey(
                "transport", .mapping(transport), required: true, example: "{kinds: [tcp], unit: 1}",
                "how it is reached, see below"),
            ProfileKey("limits", .mapping(limits), "what one request may ask, see below"),
            ProfileKey(
                "identity", .list(.mapping(identity), limit: 1_000),
                "what must be true before the device is trusted, after each connection"),
            ProfileKey(
                "blocks", .list(.mapping(block), limit: 1_000),
                "an explicit read list; without it Roost joins points itself"),
            ProfileKey(
                "variants", .named(pattern: "^.{1,64}$", .mapping(variant)),
                "firmware families; when there are some, `dock.yaml` must name one"),
            ProfileKey("discover", .mapping(discovery), "how the model header is found (SunSpec)"),
            ProfileKey("parts", .list(.mapping(part), limit: 100), "what wears, and which points show it"),
            ProfileKey("points", .list(.mapping(point), limit: 2_000), required: true, "see below"),
        ])

    static let transport = ProfileTable(
        title: "transport",
        keys: [
            ProfileKey(
                "kinds", .list(words(TransportKind.self), limit: 2), required: true, example: "[tcp]",
                "the lines it can be on"),
            ProfileKey(
                "unit", .integer(0...255), standard: "1", "unit id as delivered; 1 to 247 when it has no TCP"),
            ProfileKey(
                "reply_unit", .integer(0...255),
                "when it answers under another id; it moves along when `dock.yaml` changes the unit"),
            ProfileKey("serial", .mapping(serial), "its serial line as delivered"),
            ProfileKey("tcp_port", .integer(1...65_535), "as delivered; `dock.yaml` says the real one"),
            ProfileKey(
                "timeout_ms", .integer(10...60_000), standard: "1000", "longest wait for a whole reply"),
            ProfileKey("gap_ms", .integer(0...10_000), standard: "0", "silence before a request"),
            ProfileKey(
                "connect_delay_ms", .integer(0...120_000), standard: "0",
                "rest between connecting and the first request"),
            ProfileKey(
                "max_connections", .integer(1...1_000), "connections it can hold; Roost opens one a line"),
        ])

    static let serial = ProfileTable(
        title: "transport.serial",
        keys: [
            ProfileKey("baud", .integer(300...4_000_000), standard: "9600", "bits a second"),
            ProfileKey("data", .integer(5...8), standard: "8", "data bits; Modbus RTU needs 8"),
            ProfileKey("parity", words(Parity.self), standard: "N", "none, even or odd"),
            ProfileKey("stop", .integer(1...2), standard: "1", "stop bits"),
        ])

    static let limits = ProfileTable(
        title: "limits",
        keys: [
            ProfileKey("max_regs", .integer(1...125), standard: "125", "most registers a request"),
            ProfileKey("max_bits", .integer(1...2_000), standard: "2000", "most bits a request"),
            ProfileKey(
                "gaps", words(GapPolicy.self), standard: "reject",
                "whether a request may span addresses without a point"),
            ProfileKey(
                "atomic", .list(.span, limit: 1_000),
                "spans `[table, address, count]` that are read in one request"),
        ])

    static let identity = ProfileTable(
        title: "identity",
        keys: [
            ProfileKey("point", name, required: true, "the point that is read"),
            ProfileKey("equals", .scalar, "its value; exactly one of the three tests is given"),
            ProfileKey("in", .list(.scalar, limit: 1_000), "one of these values"),
            ProfileKey("range", .range, "a number between these"),
        ], oneOf: ["equals", "in", "range"])

    static let block = ProfileTable(
        title: "blocks",
        keys: [
            ProfileKey("fn", words(Table.self), required: true, "the table"),
            ProfileKey("address", address, required: true, "first register or bit"),
            ProfileKey("count", .integer(1...2_000), required: true, "how many"),
            ProfileKey("poll", words(PollClass.self), standard: "normal", "how often"),
        ])

    static let variant = ProfileTable(
        title: "variants",
        keys: [
            ProfileKey("base", address, "the address at which the lowest point lies in this family"),
            ProfileKey(
                "points", .named(pattern: "^.{1,64}$", .mapping(change)), "changed keys of single points"),
        ])

    static let change = ProfileTable(
        title: "variants.points",
        keys: [
            ProfileKey("address", address, "another address"),
            ProfileKey("type", words(PointType.self), "another type"),
            ProfileKey("word_order", words(ByteOrder.self), "another word order"),
            ProfileKey("scale", scale, "another factor"),
            ProfileKey("offset", offset, "another offset"),
            ProfileKey("unit", .text(limit: 16), "another unit"),
            ProfileKey("range", .range, "another range"),
        ])

    static let discovery = ProfileTable(
        title: "discover",
        keys: [
            ProfileKey(
                "marker", .integer(0...Int(UInt32.max)), required: true, "the 32 bits in front of the chain"),
            ProfileKey("candidates", .list(address, limit: 20), required: true, "where the marker may be"),
            ProfileKey(
                "model", .integer(0...65_534), "the model whose points these are; addresses are its offsets"),
            ProfileKey("walk", .text(limit: 256), "the rule of the walk, for people"),
        ])

    static let part = ProfileTable(
        title: "parts",
        keys: [
            ProfileKey("id", name, required: true, "the part's name"),
            ProfileKey("name", .text(limit: 100), "its name for people"),
            ProfileKey("measured", name, "the point whose value moves from `new` to `worn`"),
            ProfileKey("new", value, "value of a new part, in the unit of `measured`"),
            ProfileKey("worn", value, "value of a worn-out part, in the unit of `measured`"),
            ProfileKey("counted", name, "the counter of its uses; `measured`, `counted` or both are needed"),
            ProfileKey("life", value, "uses it usually lives"),
            ProfileKey("spread", value, "standard deviation of that life, in uses"),
        ])

    static let point = ProfileTable(
        title: "points",
        keys: [
            ProfileKey(
                "id", name, required: true, example: "limit_open",
                "unique; `dock.yaml` names it as `DEVICE.POINT`"),
            ProfileKey("fn", words(Table.self), required: true, "the table"),
            ProfileKey("address", address, required: true, "first word or bit, counted from 0"),
            ProfileKey("type", words(PointType.self), required: true, "bits are always `bool`"),
            ProfileKey("count", .integer(1...125), "registers of a string; only strings have it"),
            ProfileKey(
                "word_order", words(ByteOrder.self), standard: "big", "which word of a long value comes first"
            ),
            ProfileKey(
                "byte_order", words(ByteOrder.self), standard: "big", "which byte of a register comes first"),
            ProfileKey(
                "mask", .raw, "bits of the word that belong to the point, side by side; moved down to bit 0"),
            ProfileKey("scale", scale, standard: "1", "value = raw × scale + offset"),
            ProfileKey("offset", offset, standard: "0", "value = raw × scale + offset"),
            ProfileKey(
                "scale_point", name,
                "an `s16` point of the same table that holds the power of ten, in place of `scale`"),
            ProfileKey("unit", .text(limit: 16), "`dock.yaml` accepts a point only in the right unit"),
            ProfileKey("range", .range, "outside it a reading is uncertain and a write is refused"),
            ProfileKey(
                "operating", .range, "where the maker wants the value; outside it is true but alarming"),
            ProfileKey(
                "rate", .number(0...1e15),
                "fastest true change, in the unit a second; a faster one is doubted"),
            ProfileKey(
                "stuck_after", .number(0...1e9), "seconds after which a value that never changed is doubted"),
            ProfileKey(
                "nan", .list(.raw, limit: 16), "raw values that mean \"no value\", compared before scaling"),
            ProfileKey("zero_suspect", .flag, standard: "false", "0 may mean \"not available\""),
            ProfileKey(
                "poll", words(PollClass.self), standard: "normal",
                "1 s, 5 s, 60 s, once after each connection"),
            ProfileKey(
                "enum", .named(pattern: "^(-?[0-9]+|0x[0-9a-fA-F]+)$", .text(limit: 64)),
                "`RAW: NAME`; a value without a name is uncertain"),
            ProfileKey(
                "bits", .named(pattern: "^[0-9]+(-[0-9]+)?$", .text(limit: 200)),
                "`BIT: NAME`, or `\"0-2\": \"0 off 1 on\"` for a run of bits"),
            ProfileKey("write", words(WriteClass.self), standard: "none", "`never` is not even read"),
            ProfileKey("write_fn", .integer(1...255), "5, 6, 15 or 16; needed when `safe` or `guarded`"),
            ProfileKey("readback", name, "the point that shows whether a write took effect"),
            ProfileKey("counter", .flag, standard: "false", "counts up; may wrap or begin again"),
            ProfileKey(
                "failsafe", value, "worst case that safety logic assumes while the reading is not good"),
            ProfileKey("note", .text(limit: 1_000), "a remark for people"),
        ])

    /// All tables, as the documentation shows them.
    static let all = [
        device, transport, serial, limits, point, part, variant, change, identity, block, discovery,
    ]
}
