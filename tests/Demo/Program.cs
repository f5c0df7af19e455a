using KoreExport.Demo;

// "backup" writes a backup set, "remove" thins one, and "sandbox" serves the platform's stand-in until it is stopped; without arguments the
// main job runs.
return args switch
{
    ["sandbox", .. var rest] => await SandboxCommand.RunAsync(rest),
    ["backup", .. var rest] => await BackupCommand.RunAsync(rest),
    ["remove", .. var rest] => await RemoveCommand.RunAsync(rest),
    _ => await DemoCommand.RunAsync(args),
};
