// SPDX-License-Identifier: Apache-2.0
// What is wrong with a configuration: file, line, column, words and remedy. It collects every problem of a
// load, so that a person corrects a file once, and never holds a secret.

/// A place in a file; both count from 1, columns in Unicode scalars.
public struct Place: Sendable, Hashable, Comparable {
    /// The line.
    public let line: Int
    /// The column.
    public let column: Int

    /// A place from its line and column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Where a file begins.
    public static let start = Place(line: 1, column: 1)

    /// Earlier places order first.
    public static func < (left: Place, right: Place) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// One problem of one configuration file.
public struct SettingsProblem: Sendable, Hashable, CustomStringConvertible {
    /// The file, relative to the configuration directory.
    public let file: String
    /// Where in the file.
    public let place: Place
    /// What is wrong.
    public let message: String
    /// What to do.
    public let remedy: String

    /// A problem from its parts.
    public init(file: String, place: Place, message: String, remedy: String) {
        self.file = file
        self.place = place
        self.message = message
        self.remedy = remedy
    }

    /// `dock.yaml:14:9: wind limit "40 km/h" is above the vehicle's 10 m/s (lower it)`.
    public var description: String {
        "\(file):\(place.line):\(place.column): \(message)" + (remedy.isEmpty ? "" : " (\(remedy))")
    }
}

/// A configuration that cannot be used, with every problem that was found.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The problems, in the order of files and places; never empty.
    public let problems: [SettingsProblem]

    /// An error from its problems.
    public init(_ problems: [SettingsProblem]) {
        precondition(!problems.isEmpty, "an error has at least one problem")
        self.problems = problems
    }

    /// One line a problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Collects the problems of one file while it is decoded.
final class ProblemLog {
    /// Beyond this many, further problems of a file are not listed: they mostly repeat one mistake.
    static let limit = 100

    let file: String
    /// A second file that is laid over the first; its lines are counted on behind this one.
    private var overlay: String?
    /// More lines than a file that is read can have.
    static let overlayLine = 1 << 30
    private(set) var problems: [SettingsProblem] = []
    /// Where it is noted how each key is read; nil but for the configuration reference.
    var trace: ReadTrace?
    /// With a trace: a key that is read as if it were not there, to see whether it must be.
    var leftOut: String?

    init(file: String) { self.file = file }

    /// Lays a second file over the first: problems at lines beyond `overlayLine` are told as its own.
    func lay(over file: String) { overlay = file }

    func report(_ place: Place, _ message: String, _ remedy: String) {
        var (file, place) = (file, place)
        if let overlay, place.line > Self.overlayLine {
            (file, place) = (overlay, Place(line: place.line - Self.overlayLine, column: place.column))
        }
        let problem = SettingsProblem(file: file, place: place, message: message, remedy: remedy)
        guard problems.count < Self.limit, !problems.contains(problem) else { return }
        problems.append(problem)
    }

    /// The problems in the order of the file, those of the second file behind them.
    var sorted: [SettingsProblem] {
        problems.sorted { ($0.file == file ? 0 : 1, $0.place) < ($1.file == file ? 0 : 1, $1.place) }
    }
}

/// `text` in double quotes for an error message: short, on one line, without control characters.
func quoted(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
        guard shown.unicodeScalars.count < 60 else { return "\"\(shown)…\"" }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            shown += "\u{FFFD}"
        default: shown.unicodeScalars.append(scalar)
        }
    }
    return "\"\(shown)\""
}
