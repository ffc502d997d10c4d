from coursebuild.cli import main

if __name__ == "__main__":
    main()
