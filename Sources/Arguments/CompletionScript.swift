/// What a shell runs to complete the words of a program: its commands, their options and the values of these; files else.
package enum Shell: String, ArgumentValue, CaseIterable, Sendable {
    case bash, zsh, fish
}

extension Program {
    package func completion(for shell: Shell) -> String {
        let described = commands.map { CommandDescription($0) }
        return switch shell {
        case .bash: bashCompletion(described)
        case .zsh: zshCompletion(described)
        case .fish: fishCompletion(described)
        }
    }

    private func bashCompletion(_ commands: [CommandDescription]) -> String {
        var script = """
            # Completes the words of \(summary.name) in bash.
            _\(summary.name)() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} options='' values=''
                case "$COMP_CWORD,${COMP_WORDS[1]}" in
                1,*)
                    options='--version -h --help'
                    values='\(commandNames(commands))'
                    ;;
                *,help) values='\(commandNames(commands))' ;;

            """
        for command in commands {
            let options = command.arguments.flatMap(\.names).joined(separator: " ")
            script += "    *,\(command.summary.name))\n        options='\(options)'\n"
            script += "        case \"$before\" in\n"
            for argument in command.arguments where argument.kind == .option {
                script += "        \(argument.names.joined(separator: " | "))) "
                script += "options='' values='\(argument.choices.joined(separator: " "))' ;;\n"
            }
            let operands = command.arguments.filter { $0.kind == .operand }.flatMap(\.choices)
            if !operands.isEmpty { script += "        *) values='\(operands.joined(separator: " "))' ;;\n" }
            script += "        esac\n        ;;\n"
        }
        return script + """
                esac
                [[ $word == -* ]] && values=$options
                # Nothing to choose from: bash itself completes files.
                COMPREPLY=($(compgen -W "$values" -- "$word"))
            }
            complete -o default -F _\(summary.name) \(summary.name)

            """
    }

    private func zshCompletion(_ commands: [CommandDescription]) -> String {
        let described = commands.map { "'\($0.summary.name):\($0.summary.abstract.inZsh)'" }.joined(separator: " ")
        var script = """
            #compdef \(summary.name)
            # Completes the words of \(summary.name) in zsh.
            _\(summary.name)() {
                local -a commands=(\(described))
                if ((CURRENT == 2)); then
                    _describe command commands
                    _arguments '--version[\(Argument.version.help)]' '--help[\(Argument.help.help)]'
                    return
                fi
                shift words
                ((CURRENT--))
                case ${words[1]} in
                help) _describe command commands ;;

            """
        for command in commands {
            let specs = command.arguments.flatMap(\.zshSpecs).map { " \\\n            '\($0)'" }
            script += "    \(command.summary.name))\n        _arguments -s\(specs.joined())\n        ;;\n"
        }
        return script + "    esac\n}\n_\(summary.name) \"$@\"\n"
    }

    private func fishCompletion(_ commands: [CommandDescription]) -> String {
        var script = "# Completes the words of \(summary.name) in fish.\n"
        let first = "complete -c \(summary.name) -n __fish_use_subcommand"
        for argument in [Argument.version, .help] { script += "\(first) -f \(argument.inFish)\n" }
        for command in commands {
            script += "\(first) -f -a \(command.summary.name) -d '\(command.summary.abstract.inFish)'\n"
        }
        let names = commandNames(commands)
        script += "complete -c \(summary.name) -n '__fish_seen_subcommand_from help' -f -a '\(names)'\n"
        for command in commands {
            let its = "complete -c \(summary.name) -n '__fish_seen_subcommand_from \(command.summary.name)'"
            for argument in command.arguments where argument.kind != .operand || !argument.choices.isEmpty {
                script += "\(its) \(argument.inFish)\n"
            }
        }
        return script
    }

    private func commandNames(_ commands: [CommandDescription]) -> String {
        commands.map(\.summary.name).joined(separator: " ")
    }
}

extension Argument {
    /// In the language of `_arguments` (zshcompsys(1)); a short and a long name are two.
    fileprivate var zshSpecs: [String] {
        let values = choices.isEmpty ? "_files" : "(\(choices.joined(separator: " ")))"
        let value = ":\(valueName.inZsh):\(values)"
        switch kind {
        case .flag: return names.map { "\($0)[\(help.inZsh)]" }
        case .option:
            return names.map { name in
                let joins = name.hasPrefix("--") ? "=" : "+"
                return "\(isRepeated ? "*" : "")\(name)\(joins)[\(help.inZsh)]\(value)"
            }
        case .operand: return ["\(isRepeated ? "*" : isRequired ? "" : ":")\(value)"]
        }
    }

    /// As options of fish's `complete`.
    fileprivate var inFish: String {
        let flags = names.map { $0.hasPrefix("--") ? "-l \($0.dropFirst(2))" : "-s \($0.dropFirst(1))" }
        let values = choices.isEmpty ? [] : ["-a '\(choices.joined(separator: " "))'"]
        let takes = kind == .flag ? [] : choices.isEmpty ? ["-r"] : kind == .option ? ["-x"] : ["-f"]
        return (flags + takes + values + ["-d '\(help.inFish)'"]).joined(separator: " ")
    }
}

extension String {
    /// Between single quotes, where brackets and colons have a meaning of their own.
    fileprivate var inZsh: String {
        var text = ""
        for letter in self {
            switch letter {
            case "'": text += "'\\''"
            case "[", "]", ":", "\\": text += "\\\(letter)"
            default: text.append(letter)
            }
        }
        return text
    }

    fileprivate var inFish: String {
        var text = ""
        for letter in self {
            if letter == "'" || letter == "\\" { text.append("\\") }
            text.append(letter)
        }
        return text
    }
}
