import Exporter
import Glibc

exit(Program.run(CommandLine.arguments))
