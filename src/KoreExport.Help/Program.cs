using System;
using System.IO;
using System.Linq;
using KoreExport.Help;

if (args.Length != 3)
{
    Console.Error.WriteLine("Usage: KoreExport.Help <cmdlet assembly> <help file to write> <file with the paths of the references, one a line>");
    return 2;
}

var cmdlets = HelpFile.Read(args[0], File.ReadLines(args[2]).Where(l => l.Length > 0));
var problems = cmdlets.SelectMany(HelpRules.Problems).ToList();
foreach (var problem in problems)
{
    // The form that MSBuild takes for an error of its own.
    Console.Error.WriteLine($"KoreExport.Help : error KOREHELP: {problem}");
}

if (problems.Count > 0)
{
    return 1;
}

HelpFile.Save(args[1], cmdlets);
return 0;
