// SPDX-License-Identifier: Apache-2.0
// The verb `roost wear`: its parts. What a part does is in the file of its name.
// Nothing here touches a running dock.

import ArgumentParser

/// `roost wear`: the parts of a dock and how long they last.
struct WearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wear",
        abstract: "Say how worn each part is and when it is due; record changes; plan visits; forecast units.",
        discussion: """
            Without a part the list is printed.

            Example:
              roost wear --config /etc/roost --storage /var/lib/roost
              roost wear fit cells/*.csv -o prior.json
              roost wear stream --threshold 0.8 --prior prior.json < cell.csv
            """,
        subcommands: [
            WearListCommand.self, WearShowCommand.self, WearHistoryCommand.self, WearReplaceCommand.self,
            WearKeepCommand.self, WearStockCommand.self, WearVisitCommand.self, WearStreamCommand.self,
            WearFitCommand.self, WearExportCommand.self, WearImportCommand.self,
        ],
        defaultSubcommand: WearListCommand.self)
}
