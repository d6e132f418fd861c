// SPDX-License-Identifier: Apache-2.0
// A replay file as octets and back: JSON with sorted keys, so that equal runs are equal files. Whatever the octets are,
// the answer is a run that can be replayed or an error that says what is wrong.

public import Foundation
internal import RoostCore

extension ReplayFile {
    /// Reads the octets of a file.
    public init(json octets: Data) throws(ReplayFileError) {
        do {
            self = try JSONDecoder().decode(ReplayFile.self, from: octets)
        } catch let error as ReplayFileError {
            throw error
        } catch let error as DecodingError {
            throw .unreadable(Self.words(error))
        } catch {
            throw .unreadable("\(error)")
        }
    }

    /// The octets of the file, which end with a line feed.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// The name under which a run is kept: rule and seed.
    public var suggestedName: String {
        "replay-\(violation?.invariant.rawValue ?? "run")-seed-\(script.seed).json"
    }

    private static func words(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.isEmpty
                ? "at its top" : "at " + context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "\"\(key.stringValue)\" is missing \(place(context))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(context.debugDescription) \(place(context))"
        case .dataCorrupted(let context):
            guard context.codingPath.isEmpty else { return "\(context.debugDescription) \(place(context))" }
            return "it is not JSON"
        @unknown default: return "\(error)"
        }
    }
}
