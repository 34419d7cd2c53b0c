//! Builds the static site as Trunk would, from the same `index.html` and the same settings in `Cargo.toml`,
//! and serves it. It exists because installing Trunk takes longer than everything else of a first run.

mod build;
mod offline;
mod pack;
mod page;
mod program;
mod serve;
mod split;
mod weight;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the release site, unless nothing has changed since the last time
    Build {
        /// The project's folder
        #[arg(long, default_value = ".")]
        project: PathBuf,
        /// Where the site goes
        #[arg(long, default_value = "dist")]
        out: PathBuf,
        /// The wasm-opt program
        #[arg(long)]
        wasm_opt: PathBuf,
    },
    /// Pack a site that was built into one zip archive
    Package {
        /// The site
        #[arg(long, default_value = "dist")]
        dir: PathBuf,
        /// Where the archive goes
        #[arg(long)]
        out: PathBuf,
    },
    /// Serve a folder of files to this machine
    Serve {
        /// The folder
        #[arg(long, default_value = "dist")]
        dir: PathBuf,
        /// The path that the folder stands for
        #[arg(long, default_value = "/")]
        prefix: String,
        /// The port; 0 takes a free one
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Build {
            project,
            out,
            wasm_opt,
        } => build::run(&build::Paths {
            project,
            out,
            wasm_opt,
        }),
        Command::Package { dir, out } => pack::zip(&dir, &out),
        Command::Serve { dir, prefix, port } => serve::run(&dir, &prefix, port),
    }
}
